// log(1 + t) for t > −1, with relative accuracy at zero.
//
// Where 1 + t is near 1 the t itself is the fraction, so nothing is lost and no cancellation is there
// for a compiler to rearrange; elsewhere the rounding of 1 + t is small beside the result.
fn log1p(t: f32) -> f32 {
  let x = 1.0 + t;
  let n = logExponent(x);
  return logNear(n, select(withoutExponent(x, n) - 1.0, t, n == 0.0));
}
