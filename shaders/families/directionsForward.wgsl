// The distance of two directions at a position, a position's share of the layer's.
fn termOf(image: u32, term: u32) -> Partial {
  let first = image * uniforms.channels * uniforms.positions + term;
  let directions = directionsAt(first);
  if (directions.broken) {
    return Partial(0.0, 1u);
  }
  var sum = 0.0;
  for (var start = 0u; start < uniforms.channels; start += BLOCK) {
    var part = 0.0;
    for (var k = start; k < min(start + BLOCK, uniforms.channels); k++) {
      let apart = apartAt(directions, first + k * uniforms.positions);
      part += apart * apart;
    }
    sum += part;
  }
  return Partial(uniforms.weight * uniforms.share * sum, 0u);
}
