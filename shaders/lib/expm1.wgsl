// e^x − 1 without the cancellation near zero.
fn expm1(x: f32) -> f32 {
  let near = lower(upper(x, -0.35), 0.35);
  return select(preciseExp(x) - 1.0, near + expRest(near), abs(x) < 0.35);
}

// e^x − 1 − x, likewise.
fn expm1Rest(x: f32) -> f32 {
  return select(expm1(x) - x, expRest(lower(upper(x, -0.35), 0.35)), abs(x) < 0.35);
}
