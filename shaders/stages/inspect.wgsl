// What checkInputs looks for, in one input: how many of its elements are out of their domain, and the first.
@compute @workgroup_size(WORKGROUP)
fn inspect(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  var total = emptyTally();
  for (var element = group.x * WORKGROUP + lane; element < uniforms.elements; element += groups.x * WORKGROUP) {
    if (isFault(element)) {
      noteFault(element, &total);
    }
  }
  let whole = foldWorkgroup(lane, total);
  if (lane == 0u) {
    tallies[uniforms.firstSlot + group.x] = whole;
  }
}
