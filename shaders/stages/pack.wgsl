// 16-bit gradients of rows that do not end at a word's border: computed as f32, packed here, so that
// every word has one writer.
@compute @workgroup_size(WORKGROUP)
fn packWords(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let words = (uniforms.elements + 1u) / 2u;
  for (var word = group.x * WORKGROUP + lane; word < words; word += groups.x * WORKGROUP) {
    let low = narrow(wide[2u * word]);
    let high = select(0u, narrow(wide[min(2u * word + 1u, uniforms.elements - 1u)]), 2u * word + 1u < uniforms.elements);
    packed[word] = low | (high << 16u);
  }
}
