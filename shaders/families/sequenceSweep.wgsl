// Alpha and beta at once: of every sequence one workgroup walks forwards, another backwards, a frame per step with
// one barrier. The first sweep ends where the two meet. The second goes on from there through the half that the
// other has walked, and turns what that one left at each cell into the share of all paths that pass there.
@compute @workgroup_size(WORKGROUP)
fn sweep(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var work = group.x; work < 2u * uniforms.count; work += groups.x) {
    let sequence = uniforms.firstSequence + work / 2u;
    let direction = work % 2u;
    let entry = table[sequence];
    let half = halfOf(entry.x, direction);
    let begin = select(0u, half, RESUMES);
    let end = select(begin, select(half, entry.x, RESUMES), entry.w == 0u && isOpen(sequence));
    let border = borderAt(sequence, entry.z, direction);
    resume(border, 2u * entry.y + 1u, (begin + 1u) % 2u, lane);
    for (var walked = begin; walked < end; walked++) {
      walk(Walk(sequence, entry.y, cellsBefore(sequence, entry.z), direction, walked, select(walked, entry.x - 1u - walked, direction == 1u)),
        cellAt(0u, sequence, entry.z), border, walked + 1u == end, lane);
      columnBarrier();
    }
  }
}

struct Walk {
  sequence: u32,
  labels: u32,
  path: u32,
  direction: u32,
  // How many frames were walked before this one.
  walked: u32,
  frame: u32,
}

fn walk(at: Walk, firstCell: u32, border: u32, isLast: bool, lane: u32) {
  let row = at.frame * uniforms.sequences + at.sequence;
  let logitsAt = row * uniforms.classes;
  let peak = rows[row].x;
  let blank = emission(logitsAt + uniforms.blank, peak);
  let cells = firstCell + at.frame * uniforms.rowCells;
  let last = 2u * at.labels;
  let isBackwards = at.direction == 1u;
  let slot = at.walked % 2u;
  for (var pair = lane; pair <= at.labels; pair += WORKGROUP) {
    let cell = 2u * pair;
    // The last blank has no label after it.
    let isPair = pair < at.labels;
    let labelCell = min(cell + 1u, last);
    let place = select(labelCell, last - labelCell, isBackwards);
    let entry = path[at.path + place];
    let arrived = arriving(1u - slot, pair, entry, at.direction, at.walked == 0u);
    let passed = scaledTimes(arrived.blank, blank);
    setColumn(slot, cell, passed);
    leaveCell(at.sequence, cells + select(cell, last - cell, isBackwards), arrived.blank, passed);
    if (isPair) {
      let label = scaledTimes(arrived.label, emission(logitsAt + (entry >> 2u), peak));
      setColumn(slot, cell + 1u, label);
      leaveCell(at.sequence, cells + place, arrived.label, label);
      if (isLast) {
        leaveBorder(border + cell + 1u, label);
      }
    }
    if (isLast) {
      leaveBorder(border + cell, passed);
    }
  }
}

// Of a masked class nothing, and nothing of a frame that spoils the whole sequence anyway.
fn emission(element: u32, peak: u32) -> vec2f {
  let bits = read_logits(element);
  let isUsable = (bits & infinityBits) != infinityBits && (peak & infinityBits) != infinityBits;
  let emitted = sequenceEmit(bitcast<f32>(select(0u, bits, isUsable)), bitcast<f32>(select(0u, peak, isUsable)));
  return select(scaledZero, emitted, isUsable);
}
