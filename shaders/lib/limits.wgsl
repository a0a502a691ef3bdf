// The largest and the lowest finite f32. The decimal digits of either do not compile.
const largest: f32 = 0x1.fffffep+127f;
const lowest: f32 = -0x1.fffffep+127f;

// A masked class: its −Infinity arrives here as the lowest finite number.
fn isMasked(x: f32) -> bool {
  return x == lowest;
}

// The larger and the smaller of two numbers that are not NaN. `max` and `min` look for NaN, which in software costs more
// than the comparison.
fn upper(a: f32, b: f32) -> f32 {
  return select(a, b, a < b);
}

fn lower(a: f32, b: f32) -> f32 {
  return select(b, a, a < b);
}
