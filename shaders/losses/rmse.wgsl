// The square of a miss; the family takes the root of their mean, in the unit of the predictions.
fn rmseValue(params: rmseParams, predictions: f32, targets: f32) -> rmseSlopes {
  let error = predictions - targets;
  return rmseSlopes(error * error, 2.0 * error, -2.0 * error);
}
