// A small miss is charged by ½b(a·e)²; a large one exponentially on the side of a's sign, linearly on the other.
fn linexValue(params: linexParams, predictions: f32, targets: f32) -> linexSlopes {
  let x = params.a * (predictions - targets);
  let slope = params.a * params.b * expm1(x);
  return linexSlopes(params.b * expm1Rest(x), slope, -slope);
}
