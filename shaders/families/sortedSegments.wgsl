// What each segment comes to.
@compute @workgroup_size(WORKGROUP)
fn sortedSegments(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = (group.x * WORKGROUP + runOf(lane)) * RUN;
  let whole = foldWorkgroup(lane, takeRun(first));
  if (lane == 0u) {
    segments[group.x] = whole;
  }
}
