// A small miss is charged by its square, a large one by its size: its slope never exceeds delta.
fn huberValue(params: huberParams, predictions: f32, targets: f32) -> huberSlopes {
  let error = predictions - targets;
  let size = abs(error);
  let slope = lower(upper(error, -params.delta), params.delta);
  let value = select(params.delta * (size - 0.5 * params.delta), 0.5 * error * error, size <= params.delta);
  return huberSlopes(value, slope, -slope);
}
