// Rows that no binding holds: before they are counted and taken, a look at each of their spans for what all of
// them must know, which is the label's own entry and whether any entry counts.
@compute @workgroup_size(WORKGROUP)
fn rowwiseLook(@builtin(global_invocation_id) lane: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var row = lane.x; row < uniforms.items; row += groups.x * WORKGROUP) {
    lookAt(row);
  }
}
