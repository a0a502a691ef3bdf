// x^y for x ≥ 0, with 0⁰ = 1.
fn precisePow(x: f32, y: f32) -> f32 {
  return preciseExp(y * select(preciseLog(x), -1e30, x == 0.0));
}
