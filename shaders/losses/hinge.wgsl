// A score on the right side by the margin costs nothing; short of it, by as much as it is short.
fn hingeValue(params: hingeParams, predictions: f32, targets: f32) -> hingeSlopes {
  let short = params.margin - targets * predictions;
  return hingeSlopes(upper(short, 0.0), select(0.0, -targets, short > 0.0));
}
