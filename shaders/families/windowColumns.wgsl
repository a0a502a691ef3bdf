// The moments of a window from those of its rows: the variance of a whole is the mean of the rows' variances and
// the variance of their means. Then the loss of it, and how it pulls at its pixels.
struct Moments {
  // The mean of x, and of d = x − y.
  mean: f32,
  apart: f32,
  // Var x + Var y, and Var d.
  spread: f32,
  spreadApart: f32,
}

// The loss of a window and its slopes by the mean of x (y staying), by Var x + Var y, and by Var d.
struct MomentSlopes {
  value: f32,
  byMean: f32,
  bySpread: f32,
  bySpreadApart: f32,
}

fn beforeTerms(lane: u32) {
  makeTaps(lane);
}

fn termOf(image: u32, term: u32) -> Partial {
  let area = uniforms.down * uniforms.across;
  let place = term % area;
  let firstRow = (image * uniforms.channels + term / area) * uniforms.height + place / uniforms.across;
  let column = place % uniforms.across;
  let middle = moments[(firstRow + MIDDLE) * uniforms.across + column];
  let pixel = pixelAt((firstRow + MIDDLE) * uniforms.width + column + MIDDLE);
  var mean = vec2f();
  var spread = 0.0;
  var apart = 0.0;
  var lowestSpread = 0.0;
  for (var t = 0u; t < TAPS; t++) {
    let row = moments[(firstRow + t) * uniforms.across + column];
    // The means of this row from those of the middle row: x and d.
    let off = (pixelAt((firstRow + t) * uniforms.width + column + MIDDLE) - pixel) + (row.xy - middle.xy);
    let other = off.x - off.y;
    mean += taps[t] * off;
    spread += taps[t] * (row.z + (off.x * off.x + other * other));
    apart += taps[t] * (row.w + off.y * off.y);
    lowestSpread = min(lowestSpread, row.z);
  }
  if (lowestSpread < 0.0) {
    return Partial(0.0, 1u);
  }
  let other = mean.x - mean.y;
  // From the pixel in the middle of all.
  let off = middle.xy + mean;
  let slopes = windowLoss(Moments(
    pixel.x + off.x,
    pixel.y + off.y,
    max(spread - (mean.x * mean.x + other * other), 0.0),
    max(apart - mean.y * mean.y, 0.0),
  ));
  leavePulls((firstRow - place / uniforms.across) / uniforms.height * area + place, vec4f(
    slopes.byMean - 2.0 * (slopes.bySpread * off.x + slopes.bySpreadApart * off.y),
    2.0 * slopes.bySpread,
    2.0 * slopes.bySpreadApart,
    0.0,
  ));
  return Partial(slopes.value * windowShare(), 0u);
}
