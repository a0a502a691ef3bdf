// Scores as keys, the highest first, and a look at what cannot be used.
@compute @workgroup_size(WORKGROUP)
fn sortedKeys(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  var total = emptyTally();
  for (var item = group.x * WORKGROUP + lane; item < uniforms.items; item += groups.x * WORKGROUP) {
    checkItem(item, &total);
    keys[item] = ~ascendingKey(read_values(item));
  }
  let whole = foldWorkgroup(lane, total);
  if (lane == 0u) {
    tallies[uniforms.firstSlot + group.x] = whole;
  }
}
