// A miss is charged by its size: small and large ones pull with the same force.
fn maeValue(params: maeParams, predictions: f32, targets: f32) -> maeSlopes {
  let error = predictions - targets;
  let slope = sign(error);
  return maeSlopes(abs(error), slope, -slope);
}
