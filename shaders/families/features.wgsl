// A feature's distance from its target, its share of the layer's.
fn termOf(image: u32, term: u32) -> Partial {
  let element = image * uniforms.terms + term;
  let p = read_predictions(element);
  let t = read_targets(element);
  let broken = (p & infinityBits) == infinityBits || (t & infinityBits) == infinityBits;
  let value = uniforms.weight * uniforms.share * distanceValue(bitcast<f32>(p), bitcast<f32>(t));
  return Partial(select(value, 0.0, broken), select(0u, 1u, broken));
}
