// log(1 + e^x): no overflow for large x, relative accuracy for very negative x.
fn softplus(x: f32) -> f32 {
  return upper(x, 0.0) + log1pUnit(decay(-abs(x)));
}
