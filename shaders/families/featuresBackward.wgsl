// The slope of every feature, each for itself.
@compute @workgroup_size(WORKGROUP)
fn backward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let features = uniforms.channels * uniforms.positions;
  for (var at = group.x * WORKGROUP + lane; at < uniforms.images * features; at += groups.x * WORKGROUP) {
    let upstream = pulls[at / features];
    let pull = bitcast<f32>(select(upstream, 0u, (upstream & infinityBits) == infinityBits));
    let slope = distanceSlope(bitcast<f32>(read_predictions(at)), bitcast<f32>(read_targets(at)));
    storeGradient_predictions(
      at,
      pull * (uniforms.weight * uniforms.share * slope),
      (upstream & 0x7fffffffu) > infinityBits,
    );
  }
}
