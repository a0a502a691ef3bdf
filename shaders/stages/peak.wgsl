// The largest weight, by its bits, which order as the numbers do: the ledger's unit is made of it.
@compute @workgroup_size(WORKGROUP)
fn peak(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  var largestBits = 0u;
  for (var item = group.x * WORKGROUP + lane; item < uniforms.items; item += groups.x * WORKGROUP) {
    let bits = weightBits(item) & 0x7fffffffu;
    largestBits = max(largestBits, select(0u, bits, bits < infinityBits));
  }
  let whole = foldWorkgroup(lane, largestBits);
  if (lane == 0u) {
    atomicMax(&record[0], whole);
  }
}
