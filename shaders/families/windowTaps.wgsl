// The window: a Gaussian of TAPS taps that add up to 1, made once per workgroup. The nearest tap to the middle is
// taken for 1, so that a narrow window of even size does not vanish.
var<workgroup> taps: array<f32, TAPS>;

fn makeTaps(lane: u32) {
  let nearest = select(0.0, 0.5, TAPS % 2u == 0u);
  for (var i = lane; i < TAPS; i += WORKGROUP) {
    let off = abs(f32(i) - 0.5 * f32(TAPS - 1u));
    taps[i] = decay(-0.5 * ((off - nearest) / uniforms.sigma) * ((off + nearest) / uniforms.sigma));
  }
  workgroupBarrier();
  var total = 0.0;
  for (var i = 0u; i < TAPS; i++) {
    total += taps[i];
  }
  workgroupBarrier();
  for (var i = lane; i < TAPS; i += WORKGROUP) {
    taps[i] = taps[i] / total;
  }
  workgroupBarrier();
}

// A window's share of its image's loss.
fn windowShare() -> f32 {
  return 1.0 / f32(uniforms.channels * uniforms.down * uniforms.across);
}

// A pixel of both images: x, how far the two are apart, d = x − y, and y.
fn pixelAt(place: u32) -> vec3f {
  let x = bitcast<f32>(read_predictions(place));
  let y = bitcast<f32>(read_targets(place));
  return vec3f(x, x - y, y);
}
