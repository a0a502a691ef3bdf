// A score far on the right side costs nearly nothing; far on the wrong side, its size.
fn logisticValue(params: logisticParams, predictions: f32, targets: f32) -> logisticSlopes {
  let x = -targets * predictions;
  let t = decay(-abs(x));
  let sigma = select(t, 1.0, x >= 0.0) / (1.0 + t);
  return logisticSlopes(upper(x, 0.0) + log1pUnit(t), -targets * sigma);
}
