// 1/(1 + e^−x), with relative accuracy on both sides.
fn sigmoid(x: f32) -> f32 {
  let t = decay(-abs(x));
  return select(t, 1.0, x >= 0.0) / (1.0 + t);
}

// log of the above.
fn logSigmoid(x: f32) -> f32 {
  return lower(x, 0.0) - log1pUnit(decay(-abs(x)));
}
