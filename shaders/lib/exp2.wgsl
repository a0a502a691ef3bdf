// 2^x = 2^n · 2^r with n = round(x): the whole part goes into the exponent's bits, as in preciseExp.
fn preciseExp2(x: f32) -> f32 {
  let y = clamp(x, -151.0, 129.0);
  let n = round(y);
  let whole = i32(n);
  let half = whole >> 1u;
  let r = (y - n) * 0.6931472;
  let body = bitcast<i32>(1.0 + (r + expRest(r))) + (half << 23u);
  return bitcast<f32>(body) * bitcast<f32>((whole - half + 127) << 23u);
}
