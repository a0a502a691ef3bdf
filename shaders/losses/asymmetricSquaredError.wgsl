// A miss is charged by its square, at one price for too much and at another for too little.
fn asymmetricSquaredErrorValue(
  params: asymmetricSquaredErrorParams,
  predictions: f32,
  targets: f32,
) -> asymmetricSquaredErrorSlopes {
  let error = predictions - targets;
  let pull = select(params.under, params.over, error > 0.0) * error;
  return asymmetricSquaredErrorSlopes(pull * error, 2.0 * pull, -2.0 * pull);
}
