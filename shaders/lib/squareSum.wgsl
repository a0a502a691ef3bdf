// A sum of squares that neither vanishes nor overflows for numbers from 1e-31 to 1e25: x is the sum over
// sizes below 2^-20, of (2^40·x)²; y that over the others, of (x/2^20)². Sums of both kinds simply add up.
fn squareSum(x: f32) -> vec2f {
  let isSmall = abs(x) < 0x1p-20f;
  let scaled = x * select(0x1p-20f, 0x1p40f, isSmall);
  return select(vec2f(0.0, scaled * scaled), vec2f(scaled * scaled, 0.0), isSmall);
}

// The root of such a sum. Beside large numbers small ones are as good as nothing, until they are added up.
fn squareRoot(sum: vec2f) -> f32 {
  let large = sqrt(fma(sum.x, 0x1p-120f, sum.y)) * 0x1p20f;
  return select(large, sqrt(sum.x) * 0x1p-40f, sum.y == 0.0);
}
