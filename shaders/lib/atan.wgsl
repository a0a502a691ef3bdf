// atan x: beyond tan ⅜π it is ½π less that of 1/x, and above tan ⅛π that of (x − 1)/(x + 1) beside ¼π.
fn preciseAtan(x: f32) -> f32 {
  let size = abs(x);
  let far = size > 2.4142136;
  let middle = size > 0.41421357;
  let near = select(select(size, (size - 1.0) / (size + 1.0), middle), -1.0 / max(size, 1.0), far);
  let base = select(select(0.0, 0.78539816, middle), 1.5707964, far);
  let z = near * near;
  let p = fma(fma(fma(0.080537446, z, -0.13877685), z, 0.19977711), z, -0.3333295);
  return sign(x) * (base + fma(z * near, p, near));
}

// The angle of the point (x, y), 0 at the origin.
fn preciseAtan2(y: f32, x: f32) -> f32 {
  let large = max(abs(x), abs(y));
  let small = min(abs(x), abs(y));
  let slim = preciseAtan(small / max(large, 1.1754944e-38));
  let steep = select(slim, 1.5707964 - slim, abs(y) > abs(x));
  let angle = select(steep, 3.1415927 - steep, x < 0.0);
  return select(angle, -angle, y < 0.0);
}

// side/(x² + y²), 0 at the origin.
fn turnSlope(side: f32, y: f32, x: f32) -> f32 {
  let square = x * x + y * y;
  return select(0.0, side / max(square, 1.1754944e-38), square > 1.1754944e-38);
}
