// A miss is charged by its size in percent of the target; a target near 0 makes any miss a large one.
fn mapeValue(params: mapeParams, predictions: f32, targets: f32) -> mapeSlopes {
  let error = predictions - targets;
  let unit = upper(upper(abs(targets), params.epsilon), 1e-36);
  return mapeSlopes(100.0 * (abs(error) / unit), sign(error) * (100.0 / unit));
}
