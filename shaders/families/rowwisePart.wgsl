// Rows in parts: before the losses and slopes of rowwise.wgsl, several workgroups that share a row, or a
// dispatch for every span of it, leave what each gathers of it.
@compute @workgroup_size(WORKGROUP)
fn rowwisePart(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let scale = gradientScale();
  for (var row = teamOf(group.x, lane); row < uniforms.items; row += teamsOf(groups.x)) {
    let opened = openRow(row, scale);
    let part = gatheredPart(opened, memberOf(group.x, lane));
    if (leads(lane)) {
      leavePart(placeOf(group.x, row), opened, part);
    }
  }
}
