// −log of a Tweedie density (many exact zeros, a long tail), x the logarithm of its mean: between Poisson
// (power 1) and gamma (power 2) in how much a large value may miss.
fn tweedieValue(params: tweedieParams, predictions: f32, targets: f32) -> tweedieSlopes {
  let found = timesExp(targets, params.first * predictions);
  let expected = preciseExp(params.second * predictions);
  return tweedieSlopes(expected / params.second - found / params.first, expected - found);
}
