// sin x and cos x up to sizes of 1,000: x less the nearest multiple of ½π, in three parts so that nothing is lost,
// then a polynomial on [−¼π, ¼π]. WGSL's own may be off by 2⁻¹¹.
fn preciseSin(x: f32) -> f32 {
  return sineFrom(x, 0);
}

fn preciseCos(x: f32) -> f32 {
  return sineFrom(x, 1);
}

// The sine of x + ½π·quarters.
fn sineFrom(x: f32, quarters: i32) -> f32 {
  let n = round(clamp(x, -1e9, 1e9) * 0.63661977);
  // What is too large has no quarter of its own, but keeps within ±1.
  let r = clamp(fma(n, -7.549790e-8, fma(n, -4.8375130e-4, fma(n, -1.5703125, x))), -0.8, 0.8);
  let quarter = i32(n) + quarters;
  let z = r * r;
  let sine = fma(fma(fma(fma(-1.9515296e-4, z, 8.3321609e-3), z, -0.16666655), z, 0.0), r, r);
  let cosine = fma(fma(fma(2.4433157e-5, z, -1.3887316e-3), z, 4.1666646e-2), z * z, fma(z, -0.5, 1.0));
  let size = select(sine, cosine, (quarter & 1) == 1);
  return select(size, -size, (quarter & 2) == 2);
}
