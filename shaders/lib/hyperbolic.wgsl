// sinh x = ½(u + u/(u + 1)) with u = e^|x| − 1: no cancellation near 0.
fn preciseSinh(x: f32) -> f32 {
  let u = expm1(abs(x));
  return sign(x) * 0.5 * (u + u / (u + 1.0));
}

fn preciseCosh(x: f32) -> f32 {
  let e = preciseExp(abs(x));
  return 0.5 * (e + 1.0 / e);
}

// asinh x = log(1 + |x| + x²/(1 + √(1 + x²))); beyond 1e9 it is log 2|x| to the last digit.
fn preciseAsinh(x: f32) -> f32 {
  let size = abs(x);
  let near = min(size, 1e9);
  let square = near * near;
  let far = preciseLog(max(size, 1.0)) + 0.6931472;
  return sign(x) * select(log1p(near + square / (1.0 + sqrt(1.0 + square))), far, size > 1e9);
}

// acosh x from 1 on, 0 before: log(1 + t + √(t(t + 2))), t = x − 1.
fn preciseAcosh(x: f32) -> f32 {
  let t = clamp(x, 1.0, 1e9) - 1.0;
  let far = preciseLog(max(x, 1.0)) + 0.6931472;
  return select(log1p(t + sqrt(t * (t + 2.0))), far, x > 1e9);
}

// 1/√(x² − 1) from 1 on.
fn acoshSlope(x: f32) -> f32 {
  let size = clamp(x, 1.0, 1e18);
  let inside = x > 1.0;
  return select(0.0, 1.0 / sqrt(select(1.0, (size - 1.0) * (size + 1.0), inside)), inside);
}

// atanh x inside ±1; from there on it stays at half the logarithm of the largest normal ratio.
fn preciseAtanh(x: f32) -> f32 {
  let size = abs(x);
  let inside = size < 1.0;
  let ratio = 2.0 * size / select(1.0, 1.0 - size, inside);
  return sign(x) * select(43.668272, 0.5 * log1p(ratio), inside);
}

fn atanhSlope(x: f32) -> f32 {
  let inside = abs(x) < 1.0;
  return select(0.0, 1.0 / select(1.0, (1.0 - x) * (1.0 + x), inside), inside);
}
