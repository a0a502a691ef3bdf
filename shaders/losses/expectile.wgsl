// A miss is charged by its square: q of it where the prediction is too low, 1 − q where it is too high.
fn expectileValue(params: expectileParams, predictions: f32, targets: f32) -> expectileSlopes {
  let error = predictions - targets;
  let pull = select(params.q, 1.0 - params.q, error > 0.0) * error;
  return expectileSlopes(pull * error, 2.0 * pull, -2.0 * pull);
}
