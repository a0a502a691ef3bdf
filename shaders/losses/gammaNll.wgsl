// −log of the gamma density of a positive value, x the logarithm of its mean: a mean too high is charged by
// the logarithm of the ratio, one too low by the ratio itself.
fn gammaNllValue(params: gammaNllParams, predictions: f32, targets: f32) -> gammaNllSlopes {
  let ratio = timesExp(targets, -predictions);
  return gammaNllSlopes(ratio + predictions, 1.0 - ratio);
}
