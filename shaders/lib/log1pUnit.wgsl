// log(1 + t) for t in [0, 1], with relative accuracy at zero: 2·atanh(s), s = t/(2 + t) ≤ ⅓, has no
// difference in it that could cancel.
fn log1pUnit(t: f32) -> f32 {
  let s = t / (2.0 + t);
  let z = s * s;
  let p = ((0.28024459 * z + 0.27999141) * z + 0.40021699) * z + 0.66666413;
  return 2.0 * s + s * z * p;
}
