// The moments of every row of every window, measured from the pixel in the row's middle (so far from zero no digit is
// lost): the mean of x, the mean of d = x − y, Σ of the variances of x and y, the variance of d. A row with a
// pixel that is no number has the spread −1.
@compute @workgroup_size(WORKGROUP)
fn rows(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  makeTaps(lane);
  let count = uniforms.planes * uniforms.height * uniforms.across;
  for (var at = group.x * WORKGROUP + lane; at < count; at += groups.x * WORKGROUP) {
    moments[at] = rowMoments((at / uniforms.across) * uniforms.width + at % uniforms.across);
  }
}

fn rowMoments(first: u32) -> vec4f {
  let x = bitcast<f32>(read_predictions(first + MIDDLE));
  let y = bitcast<f32>(read_targets(first + MIDDLE));
  var seen = 0u;
  var mean = vec3f();
  var spread = 0.0;
  var apart = 0.0;
  for (var t = 0u; t < TAPS; t++) {
    let bits = vec2u(read_predictions(first + t), read_targets(first + t));
    let size = bits & vec2u(0x7fffffffu);
    seen = max(seen, max(size.x, size.y));
    let pixel = bitcast<vec2f>(bits);
    let off = vec3f(pixel.x - x, pixel.y - y, (pixel.x - pixel.y) - (x - y));
    let weighed = taps[t] * off;
    mean += weighed;
    spread += dot(weighed.xy, off.xy);
    apart += weighed.z * off.z;
  }
  if (seen >= infinityBits) {
    return vec4f(0.0, 0.0, -1.0, 0.0);
  }
  return vec4f(
    mean.x,
    mean.z,
    max(spread - dot(mean.xy, mean.xy), 0.0),
    max(apart - mean.z * mean.z, 0.0),
  );
}
