// e^x for x ≤ 0, the exponential that losses are made of: fewer steps than preciseExp, because nothing can
// overflow. Below −87.3 it stays at 1.2e-38. Adding 1.5·2²³ to a whole number leaves it in the low bits.
fn decay(x: f32) -> f32 {
  let y = select(-87.3, x, x > -87.3);
  let n = floor(y * 1.442695 + 0.5);
  let r = (y - n * 0.693359375) + n * 0.00021219444;
  let p = (((0.00139505 * r + 0.00836889) * r + 0.04166621) * r + 0.16666519) * r + 0.5;
  let body = 1.0 + (r + r * r * p);
  return bitcast<f32>(bitcast<i32>(body) + (bitcast<i32>(n + 12582912.0) << 23u));
}
