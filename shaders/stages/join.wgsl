// The sums of an item's tiles, in blocks, as the item's loss: NaN where one of its terms could not be computed.
@compute @workgroup_size(WORKGROUP)
fn join(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var item = group.x * WORKGROUP + lane; item < uniforms.items; item += groups.x * WORKGROUP) {
    var sum = 0.0;
    var broken = 0u;
    for (var first = 0u; first < uniforms.partials; first += BLOCK) {
      var block = 0.0;
      for (var k = first; k < min(first + BLOCK, uniforms.partials); k++) {
        let partial = partials[item * uniforms.partials + k];
        block += bitcast<f32>(partial.x);
        broken |= partial.y;
      }
      sum += block;
    }
    itemLosses[item] = vec2u(select(bitcast<u32>(sum), nanBits, broken != 0u), 1u);
  }
}
