// Rowwise losses. A team of lanes has a row at a time: it takes the row's items into a state,
// finishes the loss, and sweeps once more for the slopes. A team of one lane has rows of its own, and
// the workgroup's tallies are folded once at the end. A team of a workgroup folds the state per row.
// A team of several workgroups finds the state in parts, which it joins: see rowwisePart.wgsl.
// A unit is a quad where the classes lie side by side and come in fours, else one class.
@compute @workgroup_size(WORKGROUP)
fn rowwise(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let scale = gradientScale();
  let member = memberOf(group.x, lane);
  let teams = teamsOf(groups.x);
  var total = emptyTally();
  var block = emptyTally();
  var taken = 0u;
  for (var row = teamOf(group.x, lane); row < uniforms.items; row += teams) {
    takeRow(row, member, scale, &block);
    // Sums are blocked: 64 rows, then the blocks.
    taken++;
    if ((taken & 63u) == 0u) {
      total = mergeTally(total, block);
      block = emptyTally();
    }
  }
  leaveRows(group.x, lane, mergeTally(total, block));
}

fn takeRow(row: u32, member: u32, scale: Scale, tally: ptr<function, Tally>) {
  let opened = openRow(row, scale);
  let whole = closeRow(opened, retakeRow(opened, member, takenRow(opened, member)));
  let isMasked = (whole.flags & UNMASKED) != UNMASKED;
  let isCounted = opened.isRead && !isMasked;
  let isNan = isCounted && (opened.isBroken || (whole.flags & 1u) != 0u);
  if (member == 0u) {
    finishRow(opened, whole, isCounted, isNan, tally);
  }
  let pull = select(0.0, opened.weight * opened.upstream * scale.gradient, isCounted);
  slopeUnits(opened, whole, member, pull, isCounted, isNan || (isCounted && scale.broken));
}
