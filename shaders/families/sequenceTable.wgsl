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

// Four places at a time, so that the rivals of four are read once.
fn takeLabels(sequence: u32, first: u32, count: u32, hasPath: bool, lane: u32) -> Folded {
  var broken = 0u;
  for (var start = lane; start < count; start += 4u * WORKGROUP) {
    let places = start + WORKGROUP * vec4u(0u, 1u, 2u, 3u);
    let labels = vec4u(labelAt(first, places.x, count), labelAt(first, places.y, count),
      labelAt(first, places.z, count), labelAt(first, places.w, count));
    let isFault = (labels >= vec4u(uniforms.classes)) | (labels == vec4u(uniforms.blank));
    broken |= select(0u, 1u, any(isFault & (places < vec4u(count))));
    if (!hasPath) {
      continue;
    }
    var ranks = vec4u(0u);
    if (SORTS) {
      for (var other = 0u; other < count; other++) {
        let rival = vec4u(read_targets(first + other));
        let isBefore = (rival < labels) | ((rival == labels) & (vec4u(other) < places));
        ranks += select(vec4u(0u), vec4u(1u), isBefore);
      }
    }
    for (var k = 0u; k < 4u && places[k] < count; k++) {
      leaveSorted(first + ranks[k], labels[k], places[k]);
      leavePath(sequence, first, count, places[k], labels[k], ranks[k]);
    }
  }
  return Folded(0u, 0u, broken);
}

fn labelAt(first: u32, place: u32, count: u32) -> u32 {
  return read_targets(first + min(place, count - 1u));
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
