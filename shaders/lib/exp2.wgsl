// 2^x = 2^n · 2^r with n = round(x): the whole part goes into the exponent's bits, as in preciseExp.
fn preciseExp2(x: f32) -> f32 {
  let y = lower(upper(x, -151.0), 129.0);
  let n = floor(y + 0.5);
  let half = floor(0.5 * n);
  let r = (y - n) * 0.6931472;
  let body = bitcast<i32>(1.0 + (r + expRest(r))) + exponentBits(half);
  return bitcast<f32>(body) * bitcast<f32>(exponentBits(n - half + 127.0));
}
