// l1Ratio of the size and the rest of half the square: small parameters arrive at 0, large ones shrink.
fn elasticNetValue(params: elasticNetParams, parameters: f32) -> elasticNetSlopes {
  let square = (1.0 - params.l1Ratio) * parameters;
  return elasticNetSlopes(
    params.l1Ratio * abs(parameters) + 0.5 * square * parameters,
    params.l1Ratio * sign(parameters) + square,
  );
}
