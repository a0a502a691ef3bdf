// The largest and the lowest finite f32. The decimal digits of either do not compile.
const largest: f32 = 0x1.fffffep+127f;
const lowest: f32 = -0x1.fffffep+127f;

// A masked class: its −Infinity arrives here as the lowest finite number.
fn isMasked(x: f32) -> bool {
  return x == lowest;
}
