// asin of a size up to ½.
fn asinNear(x: f32) -> f32 {
  let z = x * x;
  let p = fma(fma(fma(fma(0.0421632, z, 0.024181311), z, 0.045470026), z, 0.0749530027), z, 0.16666752);
  return fma(z * x, p, x);
}

// asin x: above ½ it is ½π less twice that of √(½(1 − x)). Beyond ±1 it stays at ±½π.
fn preciseAsin(x: f32) -> f32 {
  let size = min(abs(x), 1.0);
  let far = 1.5707964 - 2.0 * asinNear(sqrt(0.5 * (1.0 - max(size, 0.5))));
  return sign(x) * select(asinNear(min(size, 0.5)), far, size > 0.5);
}

fn preciseAcos(x: f32) -> f32 {
  let size = min(abs(x), 1.0);
  let far = 2.0 * asinNear(sqrt(0.5 * (1.0 - max(size, 0.5))));
  let near = asinNear(clamp(x, -0.5, 0.5));
  return select(1.5707964 - near, select(far, 3.1415927 - far, x < 0.0), size > 0.5);
}

// 1/√(1 − x²), which is taken for 0 from the ends on.
fn arcSlope(x: f32) -> f32 {
  let inside = abs(x) < 1.0;
  return select(0.0, 1.0 / sqrt(select(1.0, (1.0 - x) * (1.0 + x), inside)), inside);
}
