// What is known of a sequence before any of its frames is read: vec4u(frames, labels, first of its targets, state),
// and its labels in ascending order with their places, by which the gradient finds all places of a class. State 0:
// can be computed; 1: a length or a label is out of range; 2: no path at all, as where there are more labels than
// frames.
struct Folded {
  before: u32,
  total: u32,
  broken: u32,
}

fn mergeFolded(a: Folded, b: Folded) -> Folded {
  return Folded(a.before + b.before, a.total + b.total, a.broken | b.broken);
}

@compute @workgroup_size(WORKGROUP)
fn list(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var sequence = group.x; sequence < uniforms.sequences; sequence += groups.x) {
    let frames = framesOf(sequence);
    let labels = lengthOf(sequence);
    let lengths = foldWorkgroup(lane, takeLengths(sequence, lane));
    let first = select(sequence * uniforms.targets, lengths.before, uniforms.flat == 1u);
    let room = select(uniforms.targets, uniforms.targets - min(first, uniforms.targets), uniforms.flat == 1u);
    let isBroken = frames > uniforms.frames || labels > room || lengths.broken != 0u ||
      (uniforms.flat == 1u && lengths.total != uniforms.targets);
    let count = select(labels, 0u, isBroken);
    let faults = foldWorkgroup(lane, takeLabels(sequence, first, count, count <= frames, lane));
    if (lane == 0u) {
      let unread = select(frames, uniforms.frames, frames > uniforms.frames);
      let state = select(select(0u, 2u, labels > frames), 1u, isBroken || faults.broken != 0u);
      table[sequence] = vec4u(unread, count, first, state);
    }
  }
}

// Flat targets lie where all lengths before have ended; a negative length is a very large one.
fn takeLengths(sequence: u32, lane: u32) -> Folded {
  var mine = Folded(0u, 0u, 0u);
  if (uniforms.flat == 1u) {
    for (var other = lane; other < uniforms.sequences; other += WORKGROUP) {
      let length = lengthOf(other);
      let usable = min(length, uniforms.targets);
      mine = mergeFolded(mine, Folded(select(0u, usable, other < sequence), usable, select(0u, 1u, length != usable)));
    }
  }
  return mine;
}

fn takeLabels(sequence: u32, first: u32, count: u32, hasPath: bool, lane: u32) -> Folded {
  var broken = 0u;
  for (var place = lane; place < count; place += WORKGROUP) {
    let label = read_targets(first + place);
    broken |= select(0u, 1u, label >= uniforms.classes || label == uniforms.blank);
    if (!hasPath) {
      continue;
    }
    var rank = 0u;
    if (SORTS) {
      for (var other = 0u; other < count; other++) {
        let rival = read_targets(first + other);
        rank += select(0u, 1u, rival < label || (rival == label && other < place));
      }
    }
    leaveSorted(first + rank, label, place);
    leavePath(sequence, first, count, place, label, rank);
  }
  return Folded(0u, 0u, broken);
}

// A label, and whether one may come to it past the blank: walking forwards, walking backwards. Before it, where the
// blank needs none, its place among the sorted ones.
fn leavePath(sequence: u32, first: u32, count: u32, place: u32, label: u32, rank: u32) {
  var code = 4u * label;
  if (place > 0u && read_targets(first + place - 1u) != label) {
    code |= 1u;
  }
  if (place + 1u < count && read_targets(first + place + 1u) != label) {
    code |= 2u;
  }
  let cell = cellsBefore(sequence, first) + 2u * place;
  path[cell] = rank;
  path[cell + 1u] = code;
}
