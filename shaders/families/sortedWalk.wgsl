// A second walk, which knows all that comes before an item: of earlier segments by what they came to, of earlier
// lanes by theirs. What the steps come to is left per segment.
var<workgroup> lanes: array<Folded, WORKGROUP>;
var<workgroup> steps: array<f32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn sortedWalk(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let share = (group.x + WORKGROUP - 1u) / WORKGROUP;
  let firstSegment = min(runOf(lane) * share, group.x);
  var earlier = emptyFolded();
  for (var k = 0u; k < share; k++) {
    if (firstSegment + k < group.x) {
      earlier = mergeFolded(earlier, segments[firstSegment + k]);
    }
  }
  var before = foldWorkgroup(lane, earlier);
  let first = (group.x * WORKGROUP + lane) * RUN;
  lanes[lane] = takeRun(first);
  workgroupBarrier();
  for (var other = 0u; other < lane; other++) {
    before = mergeFolded(before, lanes[other]);
  }
  var own = 0.0;
  for (var k = 0u; k < RUN; k++) {
    let place = first + k;
    if (place < uniforms.items) {
      before = mergeFolded(before, foldedAt(place));
      if (place + 1u == uniforms.items || keys[place + 1u] != keys[place]) {
        own += stepOf(before);
      }
    }
  }
  steps[lane] = own;
  workgroupBarrier();
  if (lane == 0u) {
    var total = 0.0;
    for (var other = 0u; other < WORKGROUP; other++) {
      total += steps[other];
    }
    record[2u * group.x] = total;
    record[2u * group.x + 1u] = segments[group.x].positive;
  }
}
