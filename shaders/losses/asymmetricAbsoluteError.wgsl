// A miss is charged by its size, at one price for too much and at another for too little.
fn asymmetricAbsoluteErrorValue(
  params: asymmetricAbsoluteErrorParams,
  predictions: f32,
  targets: f32,
) -> asymmetricAbsoluteErrorSlopes {
  let error = predictions - targets;
  let slope = select(params.under, params.over, error > 0.0) * sign(error);
  return asymmetricAbsoluteErrorSlopes(slope * error, slope, -slope);
}
