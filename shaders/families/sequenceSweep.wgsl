// Alpha and beta at once: of every sequence one workgroup walks forwards, another backwards, a frame per step with
// one barrier. The second sweep turns what the other direction left at each cell into the share of all paths that pass
// there.
@compute @workgroup_size(WORKGROUP)
fn sweep(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var work = group.x; work < 2u * uniforms.count; work += groups.x) {
    let way = wayOf(work);
    resume(borderAt(way.sequence, way.first, way.direction), 2u * way.labels + 1u, (way.begin + 1u) % 2u, lane);
    for (var walked = way.begin; walked < way.end; walked++) {
      walk(way, walked, lane);
      columnBarrier();
    }
  }
}

fn walk(way: Way, walked: u32, lane: u32) {
  let row = rowOf(way, walked);
  let logitsAt = row * uniforms.classes;
  let peak = bitcast<f32>(rows[row].x);
  let blank = emission(logitsAt + uniforms.blank, peak);
  let cells = cellAt(frameAt(way, walked), way.sequence, way.first, way.labels);
  let pathAt = cellsBefore(way.sequence, way.first);
  let border = borderAt(way.sequence, way.first, way.direction);
  let last = 2u * way.labels;
  let isBackwards = way.direction == 1u;
  let isLast = walked + 1u == way.end;
  let slot = walked % 2u;
  for (var pair = lane; pair <= way.labels; pair += WORKGROUP) {
    let cell = 2u * pair;
    // The last blank has no label after it.
    let isPair = pair < way.labels;
    let labelCell = min(cell + 1u, last);
    let place = select(labelCell, last - labelCell, isBackwards);
    let entry = path[pathAt + place];
    let arrived = arriving(1u - slot, pair, entry, way.direction, walked == 0u);
    let passed = scaledTimes(arrived.blank, blank);
    setColumn(slot, cell, passed);
    leaveCell(way.sequence, cells + select(cell, last - cell, isBackwards), arrived.blank, passed);
    if (isPair) {
      let label = scaledTimes(arrived.label, emission(logitsAt + (entry >> 2u), peak));
      setColumn(slot, cell + 1u, label);
      leaveCell(way.sequence, cells + place, arrived.label, label);
      if (isLast) {
        leaveBorder(border + cell + 1u, label);
      }
    }
    if (isLast) {
      leaveBorder(border + cell, passed);
    }
  }
}
