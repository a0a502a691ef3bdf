// A number ≥ 0 with an exponent of its own: m·2^e as vec2f(m, e), m in [1, 2) and e a whole number, which an f32
// holds exactly up to 2²⁴. A product of thousands of probabilities keeps its digits, where f32 alone would run out
// of range and a logarithm of f32 would run out of digits.
const scaledOne = vec2f(1.0, 0.0);
const scaledZero = vec2f(0.0, -1e30);

// m·2^e for a normal m, or m = 0: the exponent of m goes to e. What was 0 has an m then, and still no size.
fn scaledNormal(m: f32, e: f32) -> vec2f {
  let bits = bitcast<i32>(m);
  return vec2f(bitcast<f32>((bits & 0x7fffff) | 0x3f800000), e + (f32(bits & 0x7f800000) * 0x1p-23f - 127.0));
}

fn scaledIsZero(a: vec2f) -> bool {
  return a.y <= scaledZero.y;
}

// 2^k for a whole k ≤ 127; 0 from −127 down. As exponentBits, but that 127 more are added along with 1.5·2²³.
fn scaledFade(k: f32) -> f32 {
  return bitcast<f32>(bitcast<i32>(upper(k, -127.0) + 12583039.0) * 0x800000);
}

// e^x for x ≤ 0, its m from √½ to √2; 0 from −7e29 down.
fn scaledExp(x: f32) -> vec2f {
  let y = upper(x, -7e29);
  let n = floor(fma(y, 1.442695, 0.5));
  // So far out there is nothing behind the point.
  let r = select(fma(n, 0.00021219444, fma(n, -0.69335938, y)), 0.0, n < -1e6);
  return vec2f(1.0 + (r + expRest(r)), n);
}

// A sum, its m as it comes: that of the one with the larger e and a part of the other's.
fn scaledPair(a: vec2f, b: vec2f) -> vec2f {
  let rise = b.y - a.y;
  let isAbove = rise > 0.0;
  // −|rise|, by its sign.
  let fade = scaledFade(bitcast<f32>(bitcast<u32>(rise) | 0x80000000u));
  let above = select(a.x, b.x, isAbove);
  // The other one: what is left of both.
  let below = bitcast<f32>(bitcast<u32>(a.x) ^ bitcast<u32>(b.x) ^ bitcast<u32>(above));
  return vec2f(above + below * fade, select(a.y, b.y, isAbove));
}

// A product, its m as it comes.
fn scaledLoose(a: vec2f, b: vec2f) -> vec2f {
  return vec2f(a.x * b.x, a.y + b.y);
}

// Any two, whatever their m.
fn scaledTimes(a: vec2f, b: vec2f) -> vec2f {
  return scaledNormal(a.x * b.x, a.y + b.y);
}

// a/b as a plain number, for a not much above b, and b not 0.
fn scaledRatio(a: vec2f, b: vec2f) -> f32 {
  let k = a.y - b.y;
  return a.x / b.x * scaledFade(min(k, 0.0)) * f32(1u << u32(clamp(k, 0.0, 30.0)));
}

// As a plain number, for an e that is not much above 0 but for its rounding.
fn scaledPlain(a: vec2f) -> f32 {
  return a.x * scaledFade(lower(a.y, 30.0));
}

// log of what is not 0.
fn scaledLog(a: vec2f) -> f32 {
  return a.y * 0.6931472 + preciseLog(a.x);
}

// 1/a for an a that is not 0, its m from ½ to 1.
fn scaledInverse(a: vec2f) -> vec2f {
  return vec2f(1.0 / a.x, -a.y);
}
