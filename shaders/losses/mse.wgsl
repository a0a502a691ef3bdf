// A miss is charged by its square: small ones hardly count, a single large one can outweigh all others.
fn mseValue(params: mseParams, predictions: f32, targets: f32) -> mseSlopes {
  let error = predictions - targets;
  return mseSlopes(error * error, 2.0 * error, -2.0 * error);
}
