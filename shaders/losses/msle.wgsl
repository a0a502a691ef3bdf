// A miss is charged by the square of its ratio's logarithm: missing 10 by 1 costs like missing 1000 by 100,
// and too little costs more than too much.
//
// Where the two are near each other, log((1 + p)/(1 + t)) is taken of their difference, which is exact.
fn msleValue(params: msleParams, predictions: f32, targets: f32) -> msleSlopes {
  let u = (predictions - targets) / (1.0 + targets);
  let ratio = (1.0 + predictions) / (1.0 + targets);
  let error = select(preciseLog(ratio), log1p(u), abs(u) < 0.5);
  return msleSlopes(error * error, 2.0 * error / (1.0 + predictions));
}
