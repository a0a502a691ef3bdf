// tanh x. WGSL's own may be off by 1e-5.
fn preciseTanh(x: f32) -> f32 {
  let size = abs(x);
  let near = lower(size, 0.55);
  let z = near * near;
  let p = fma(fma(fma(0.016458863, z, -0.05268421), z, 0.13320944), z, -0.3333296);
  let far = 1.0 - 2.0 / (preciseExp(2.0 * lower(size, 20.0)) + 1.0);
  return sign(x) * select(far, fma(near * z, p, near), size < 0.55);
}
