// What a pixel has to do with its right and its lower neighbour.
fn termOf(image: u32, term: u32) -> Partial {
  let pixel = image * uniforms.terms + term;
  let bits = read_predictions(pixel);
  let here = bitcast<f32>(bits);
  var result = Partial(0.0, select(0u, 1u, (bits & infinityBits) == infinityBits));
  let column = pixel % uniforms.width;
  let row = (pixel / uniforms.width) % uniforms.height;
  if (column + 1u < uniforms.width) {
    result.sum += neighbourValue(here, bitcast<f32>(read_predictions(pixel + 1u)));
  }
  if (row + 1u < uniforms.height) {
    result.sum += neighbourValue(here, bitcast<f32>(read_predictions(pixel + uniforms.width)));
  }
  return result;
}
