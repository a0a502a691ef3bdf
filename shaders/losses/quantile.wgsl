// A miss is charged by its size: q of it where the prediction is too low, 1 − q where it is too high.
fn quantileValue(params: quantileParams, predictions: f32, targets: f32) -> quantileSlopes {
  let error = predictions - targets;
  let slope = select(params.q, 1.0 - params.q, error > 0.0) * sign(error);
  return quantileSlopes(slope * error, slope, -slope);
}
