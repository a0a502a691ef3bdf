// Few long rows: before the losses and slopes of rowwise.wgsl, several workgroups share a row, and each
// leaves what it gathers of it.
@compute @workgroup_size(WORKGROUP)
fn rowwisePart(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let opened = openRow(teamOf(group.x, lane), gradientScale());
  let part = gatheredPart(opened, memberOf(group.x, lane));
  if (lane == 0u) {
    leavePart(group.x, opened, part);
  }
}
