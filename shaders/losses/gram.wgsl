// An entry of the difference of two Gram matrices: how two channels go together in the one image more than in the
// other. It is charged by its square, wherever in the image the channels meet: style, not place.
fn gramValue(difference: f32) -> f32 {
  return difference * difference;
}

fn gramSlope(difference: f32) -> f32 {
  return 2.0 * difference;
}
