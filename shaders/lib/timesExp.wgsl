// a·e^x where e^x alone may be too large for an f32: two halves are multiplied in one after the other,
// and 0 times anything is 0.
fn timesExp(a: f32, x: f32) -> f32 {
  let half = preciseExp(lower(0.5 * x, 88.0));
  return select(a * half * half, 0.0, a == 0.0);
}
