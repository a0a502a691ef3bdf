// What a term pays for the variance that it claims: without it, every weight would shrink to nothing.
fn logVarianceCostValue(params: logVarianceCostParams, logVariances: f32) -> logVarianceCostSlopes {
  return logVarianceCostSlopes(0.5 * logVariances, 0.5);
}
