// e^r − 1 − r for |r| ≤ 0.35, with relative accuracy at zero.
fn expRest(r: f32) -> f32 {
  let p = fma(fma(fma(fma(0.0013947574, r, 0.008367234), r, 0.041666266), r, 0.16666538), r, 0.5);
  return r * r * p;
}

// e^x. WGSL's own exp may be off by 3 + 2|x| units in the last place.
//
// e^x = 2^n · e^r with n = round(x/ln 2). The power of two goes into the exponent's bits in two halves,
// so that subnormal results come out right, and too large ones as infinity.
fn preciseExp(x: f32) -> f32 {
  let y = lower(upper(x, -104.0), 88.8);
  let n = floor(y * 1.442695 + 0.5);
  let r = fma(n, 0.00021219444, fma(n, -0.69335938, y));
  let half = floor(0.5 * n);
  let body = bitcast<i32>(1.0 + (r + expRest(r))) + exponentBits(half);
  return bitcast<f32>(body) * bitcast<f32>(exponentBits(n - half + 127.0));
}
