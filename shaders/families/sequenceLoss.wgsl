// The two directions joined where they met: every path crosses there in one cell.
struct Folded {
  paths: vec2f,
  logs: f32,
  broken: u32,
}

fn mergeFolded(a: Folded, b: Folded) -> Folded {
  return Folded(scaledTimes(scaledPair(a.paths, b.paths), scaledOne), a.logs + b.logs, a.broken | b.broken);
}

fn previous(slot: u32, cell: u32) -> vec2f {
  return borders[slot + cell];
}

@compute @workgroup_size(WORKGROUP)
fn join(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var sequence = group.x; sequence < uniforms.sequences; sequence += groups.x) {
    let entry = table[sequence];
    var mine = takeFrames(sequence, entry, lane);
    if (entry.w == 0u) {
      mine.paths = takeCells(sequence, entry, lane);
    }
    let whole = foldWorkgroup(lane, mine);
    if (lane == 0u) {
      finishSequence(sequence, entry, whole);
    }
  }
}

fn takeFrames(sequence: u32, entry: vec4u, lane: u32) -> Folded {
  var mine = Folded(scaledZero, 0.0, select(0u, 1u, entry.w == 1u));
  if (entry.w == 1u) {
    return mine;
  }
  for (var start = lane; start < entry.x; start += 64u * WORKGROUP) {
    var block = 0.0;
    for (var frame = start; frame < min(entry.x, start + 64u * WORKGROUP); frame += WORKGROUP) {
      let row = rows[frame * uniforms.sequences + sequence];
      block += log1p(bitcast<f32>(row.y));
      mine.broken |= select(0u, 1u, row.x == nanBits);
    }
    mine.logs += block;
  }
  return mine;
}

fn takeCells(sequence: u32, entry: vec4u, lane: u32) -> vec2f {
  var paths = scaledZero;
  let last = 2u * entry.y;
  for (var pair = lane; pair <= entry.y; pair += WORKGROUP) {
    let labelCell = min(2u * pair + 1u, last);
    let code = path[cellsBefore(sequence, entry.z) + last - labelCell];
    let arrived = arriving(borderAt(sequence, entry.z, 1u), pair, code, 1u, entry.x < 2u);
    paths = joined(paths, arrived.blank, sequence, entry, last - 2u * pair);
    if (pair < entry.y) {
      paths = joined(paths, arrived.label, sequence, entry, last - labelCell);
    }
  }
  return paths;
}

// All paths so far, and those that cross in one cell more.
fn joined(paths: vec2f, backwards: vec2f, sequence: u32, entry: vec4u, cell: u32) -> vec2f {
  var forwards = select(scaledZero, scaledOne, cell < 2u);
  if (entry.x > 0u) {
    forwards = borders[borderAt(sequence, entry.z, 0u) + cell];
  }
  return scaledTimes(scaledPair(paths, scaledTimes(forwards, backwards)), scaledOne);
}

fn finishSequence(sequence: u32, entry: vec4u, whole: Folded) {
  borders[wholeAt(sequence)] = whole.paths;
  let isInfinite = scaledIsZero(whole.paths);
  // What no path crosses, and what cannot be computed, is walked no more.
  table[sequence].w = select(entry.w, 2u, isInfinite || whole.broken != 0u);
  let loss = select(sequenceLoss(whole.logs, whole.paths), 0.0, isInfinite);
  let averaged = select(loss, loss / f32(max(entry.y, 1u)), uniforms.averages == 1u);
  let bits = select(bitcast<u32>(averaged), select(infinityBits, 0u, uniforms.zeroInfinity == 1u), isInfinite);
  itemLosses[sequence] = vec2u(select(bits, nanBits, whole.broken != 0u), 1u);
}
