// The slope where two sides tie: the smaller in magnitude, 0 where their signs differ.
fn minmod(a: f32, b: f32) -> f32 {
  return max(min(a, b), 0.0) + min(max(a, b), 0.0);
}
