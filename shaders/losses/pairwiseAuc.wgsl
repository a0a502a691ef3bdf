// A positive is compared with a negative by how far its score lies above: the area under the ROC curve counts the
// pairs in the right order, and this is a smooth bound of the rest. A pair well in order costs next to nothing, a
// pair the wrong way round grows with its distance: squared, or linearly under the logistic.
fn pairwiseAucValue(params: pairwiseAucParams, difference: f32) -> f32 {
  let short = max(params.margin - difference, 0.0);
  return select(short * short, softplus(-difference), params.logistic == 1.0);
}

fn pairwiseAucSlope(params: pairwiseAucParams, difference: f32) -> f32 {
  let short = max(params.margin - difference, 0.0);
  return select(-2.0 * short, -sigmoid(-difference), params.logistic == 1.0);
}
