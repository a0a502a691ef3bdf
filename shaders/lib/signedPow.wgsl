// x^y for any x: below 0 a whole y makes a product, and any other y finds the end of its domain, 0^y.
fn signedPow(x: f32, y: f32) -> f32 {
  let isWhole = y == round(y);
  // No && here: on some devices each one is a branch, and branches multiply where they are inlined.
  let isOdd = isWhole & (abs(y) < 16777216.0) & ((i32(clamp(y, -2e7, 2e7)) & 1) == 1);
  let size = precisePow(select(max(x, 0.0), abs(x), isWhole), y);
  return select(size, -size, (x < 0.0) & isOdd);
}

// y·x^(y−1), its slope in x; nothing outside of the domain, nor at its end where that would be infinite.
fn signedPowSlope(x: f32, y: f32) -> f32 {
  let inside = select(select(y >= 1.0, y == round(y), x < 0.0), true, x > 0.0);
  return select(0.0, y * signedPow(select(1.0, x, inside), y - 1.0), inside);
}
