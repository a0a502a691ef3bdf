// log cosh x = |x| + log(1 + e^−2|x|) − ln 2, and its series near zero, where that sum cancels.
fn logCosh(x: f32) -> f32 {
  let size = abs(x);
  let near = lower(size, 0.7);
  let z = near * near;
  let p = fma(fma(fma(0.0015032182, z, -0.006489725), z, 0.022182701), z, -0.083331414);
  let far = size + (log1pUnit(decay(-2.0 * size)) - 0.6931472);
  return select(far, z * fma(z, p, 0.5), size < 0.7);
}
