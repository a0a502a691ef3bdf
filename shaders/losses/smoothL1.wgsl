// A large miss is charged by its size, less ½beta; one below beta by its square, so that the slope passes
// through 0 without a jump. With beta 0 no miss is below it.
fn smoothL1Value(params: smoothL1Params, predictions: f32, targets: f32) -> smoothL1Slopes {
  let error = predictions - targets;
  let size = abs(error);
  let inside = size < params.beta;
  let share = select(1.0, lower(size, params.beta) / upper(params.beta, 1e-37), inside);
  let slope = sign(error) * share;
  return smoothL1Slopes(select(size - 0.5 * params.beta, 0.5 * size * share, inside), slope, -slope);
}
