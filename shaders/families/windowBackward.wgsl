// The slope of every pixel: what the rows of windows that it lies in pull at it.
@compute @workgroup_size(WORKGROUP)
fn backward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  makeTaps(lane);
  let pixels = uniforms.height * uniforms.width;
  for (var at = group.x * WORKGROUP + lane; at < uniforms.planes * pixels; at += groups.x * WORKGROUP) {
    let line = at / uniforms.width;
    let column = at % uniforms.width;
    let here = pixelAt(at);
    var sum = 0.0;
    let end = min(TAPS, column + 1u);
    for (var t = max(column + 1u, uniforms.across) - uniforms.across; t < end; t++) {
      let pull = moments[line * uniforms.across + column - t];
      sum += taps[t] * (pull.x + dot(pull.yzw, here - pixelAt(at - t + MIDDLE)));
    }
    let upstream = pulls[at / (uniforms.channels * pixels)];
    let pulled = bitcast<f32>(select(upstream, 0u, (upstream & infinityBits) == infinityBits));
    storeGradient_predictions(at, pulled * (windowShare() * sum), (upstream & 0x7fffffffu) > infinityBits);
  }
}
