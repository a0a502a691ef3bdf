// A miss is charged by half its square in units of the variance that was predicted with it; claiming a
// large variance costs half its logarithm.
//
// The variance is clamped, and the slope passes through the clamp as if it were not there.
fn gaussianNllValue(
  params: gaussianNllParams,
  predictions: f32,
  targets: f32,
  variances: f32,
) -> gaussianNllSlopes {
  let error = predictions - targets;
  let variance = upper(upper(variances, params.epsilon), 1e-36);
  let slope = error / variance;
  let value = 0.5 * preciseLog(variance) + (0.5 * error) * slope + params.full * 0.9189385;
  return gaussianNllSlopes(value, slope, 0.5 / variance - (0.5 * slope) * slope);
}
