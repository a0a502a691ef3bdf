// Slopes that the first kernels have left, times what their items' gradients are multiplied by.
@compute @workgroup_size(WORKGROUP)
fn pull(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var element = group.x * WORKGROUP + lane; element < uniforms.elements; element += groups.x * WORKGROUP) {
    let bits = pulls[itemOf(element)];
    let isCounted = isListed(element);
    let isNan = isCounted && (bits & 0x7fffffffu) > infinityBits;
    let by = bitcast<f32>(select(bits, 0u, isNan || !isCounted));
    storeGradient_scores(element, select(0.0, by * slopes[element], by != 0.0), isNan);
  }
}
