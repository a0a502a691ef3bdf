// A score on the right side by the margin costs nothing; short of it, the square of what it is short by.
fn squaredHingeValue(params: squaredHingeParams, predictions: f32, targets: f32) -> squaredHingeSlopes {
  let short = upper(params.margin - targets * predictions, 0.0);
  return squaredHingeSlopes(short * short, -2.0 * targets * short);
}
