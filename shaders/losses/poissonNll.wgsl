// −log of the Poisson probability of a count: near the target the miss counts by its square over the target,
// far above by its size, far below by the logarithm.
//
// A rate below 0 is none: there the logarithm goes on along its tangent, which pulls the rate back up.
fn poissonNllValue(params: poissonNllParams, predictions: f32, targets: f32) -> poissonNllSlopes {
  var value: f32;
  var slope: f32;
  if (params.logInput > 0.5) {
    let rate = preciseExp(predictions);
    // Beyond 100 the rate is infinite, and the product must not be.
    value = rate - targets * lower(predictions, 100.0);
    slope = rate - targets;
  } else {
    let rate = upper(upper(predictions, 0.0) + params.epsilon, 1e-36);
    value = predictions - targets * (preciseLog(rate) + lower(predictions, 0.0) / rate);
    slope = 1.0 - targets / rate;
  }
  if (params.full > 0.5 && targets > 1.0) {
    // Stirling's log t!
    let t = upper(targets, 1.0);
    let log = preciseLog(t);
    value += (t * log - t) + (0.5 * log + 0.9189385);
  }
  return poissonNllSlopes(value, slope);
}
