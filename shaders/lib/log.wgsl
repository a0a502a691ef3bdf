// n·ln 2 + log(1 + f) for f in [√½ − 1, √2 − 1], with relative accuracy where n = 0:
// log(1 + f) = 2·atanh(½s), s = f/(1 + ½f).
fn logNear(n: f32, f: f32) -> f32 {
  let s = f / fma(f, 0.5, 1.0);
  let z = s * s;
  let p = fma(fma(0.0023337267, z, 0.012492982), z, 0.08333347);
  return fma(n, 0.6931472, fma(s * z, p, s));
}

// The n for which x/2ⁿ lies between √½ and √2, x a normal number: a whole number. Next to those bounds, either n will do.
fn logExponent(x: f32) -> f32 {
  return floor(f32(bitcast<i32>(x) - 0x3f3504f3) * 0x1p-23f);
}

// x/2ⁿ.
fn withoutExponent(x: f32, n: f32) -> f32 {
  return bitcast<f32>(bitcast<i32>(x) - exponentBits(n));
}

// log x for x > 0. WGSL's own log may be off by 2⁻²¹ near 1. For 0 it is finite and below −190.
//
// A subnormal's bits are read as a whole number, because devices may take such an x for zero.
fn preciseLog(x: f32) -> f32 {
  let bits = bitcast<i32>(x);
  let tiny = bits < 0x00800000;
  let normal = select(x, f32(bits), tiny);
  let n = logExponent(normal);
  return logNear(n - select(0.0, 149.0, tiny), withoutExponent(normal, n) - 1.0);
}
