// Two neighbouring pixels are charged by how far apart they are: an edge costs its height, whether it is one
// step or a ramp, while noise is paid for at every pixel.
fn totalVariationValue(here: f32, next: f32) -> f32 {
  return abs(next - here);
}

// The slope by the second of the two; by the first it is the opposite.
fn totalVariationSlope(here: f32, next: f32) -> f32 {
  return sign(next - here);
}
