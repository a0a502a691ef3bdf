// The moments of a window from those of its rows: the variance of a whole is the mean of the rows' variances and
// the variance of their means. Then the loss of it, and how it pulls at its pixels.
struct Moments {
  // The mean of x, of d = x − y, and of y.
  mean: f32,
  apart: f32,
  other: f32,
  // Var x + Var y, and Var d.
  spread: f32,
  spreadApart: f32,
}

// The loss of a window, and its slope by a pixel of x, for each part of the pixel's weight:
// byMean + byOwn·(x − μx) + byApart·(d − μd) + byOther·(y − μy). Of d and y, which say the same, a body takes the one
// that loses no digits.
struct MomentSlopes {
  value: f32,
  byMean: f32,
  byOwn: f32,
  byApart: f32,
  byOther: f32,
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
    let off = (pixelAt((firstRow + t) * uniforms.width + column + MIDDLE).xy - pixel.xy) + (row.xy - middle.xy);
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
    pixel.z + (off.x - off.y),
    max(spread - (mean.x * mean.x + other * other), 0.0),
    max(apart - mean.y * mean.y, 0.0),
  ));
  let pulls = vec3f(slopes.byOwn, slopes.byApart, slopes.byOther);
  let atMiddle = slopes.byMean - dot(pulls, vec3f(off.x, off.y, off.x - off.y));
  leavePulls((firstRow - place / uniforms.across) / uniforms.height * area + place, vec4f(atMiddle, pulls));
  return Partial(slopes.value * windowShare(), 0u);
}
