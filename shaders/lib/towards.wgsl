// From one number a share of the way to another. What has become infinite stays so, where the difference would be NaN.
fn towards(here: vec4f, there: vec4f, share: f32) -> vec4f {
  let next = here + share * (there - here);
  return select(next, here + there, (bitcast<vec4u>(next) & vec4u(0x7fffffffu)) > vec4u(infinityBits));
}
