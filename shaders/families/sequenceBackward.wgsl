// The slope of every logit, a frame at a time: shares of all places of a class are added up along the sorted labels,
// those of the blank by the fold. All shares of a frame are divided by their sum, which is 1 but for the rounding of
// all the steps that led there.
struct Folded {
  blank: f32,
  labels: f32,
}

fn mergeFolded(a: Folded, b: Folded) -> Folded {
  return Folded(a.blank + b.blank, a.labels + b.labels);
}

@compute @workgroup_size(WORKGROUP)
fn backward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let rowCount = uniforms.frames * uniforms.count;
  for (var item = firstRow(group.x, lane); item < rowCount; item += rowStride(groups.x)) {
    let sequence = uniforms.firstSequence + item % uniforms.count;
    let frame = item / uniforms.count;
    let entry = table[sequence];
    let first = cellAt(frame, sequence, entry.z);
    let isRead = frame < entry.x;
    let isOpen = isRead && entry.w == 0u && wholes[sequence].x != 0.0;
    var mine = Folded(0.0, 0.0);
    if (isOpen) {
      for (var place = memberOf(lane); place <= 2u * entry.y; place += MEMBERS) {
        let share = lattice[first + place].x;
        mine = mergeFolded(mine, Folded(select(0.0, share, place % 2u == 0u), select(share, 0.0, place % 2u == 0u)));
      }
    }
    let whole = shareRow(lane, mine);
    slopeRow(frame * uniforms.sequences + sequence, entry, first, memberOf(lane), whole, isRead, isOpen, pulls[sequence]);
  }
}

fn slopeRow(row: u32, entry: vec4u, first: u32, member: u32, whole: Folded, isRead: bool, isOpen: bool, pullBits: u32) {
  let isNan = isRead && (pullBits & 0x7fffffffu) > infinityBits;
  let length = select(1.0, f32(max(entry.y, 1u)), uniforms.averages == 1u);
  let pull = bitcast<f32>(select(pullBits, 0u, (pullBits & infinityBits) == infinityBits)) / length;
  let sum = whole.blank + whole.labels;
  let inverse = select(0.0, 1.0 / sum, sum > 0.0);
  let peak = bitcast<f32>(rows[row].x);
  let fraction = 1.0 / (1.0 + bitcast<f32>(rows[row].y));
  var at = 0u;
  for (var class0 = member; class0 < uniforms.classes; class0 += MEMBERS) {
    let element = row * uniforms.classes + class0;
    var slope = 0.0;
    if (isOpen && !isNan) {
      var share = 0.0;
      at = firstAbove(entry, at, class0);
      for (; at < entry.y && sorted[entry.z + at].x == class0; at++) {
        share += lattice[first + 2u * sorted[entry.z + at].y + 1u].x;
      }
      share = select(share, whole.blank, class0 == uniforms.blank);
      let bits = read_logits(element);
      if ((bits & infinityBits) != infinityBits) {
        slope = sequenceSlope(decay(bitcast<f32>(bits) - peak) * fraction, share * inverse);
      }
    }
    storeGradient_logits(element, pull * slope, isNan);
  }
}

// The first of the sorted labels, from `at` on, that is not below a class.
fn firstAbove(entry: vec4u, at: u32, class0: u32) -> u32 {
  var low = at;
  var high = entry.y;
  if (MEMBERS == 1u) {
    for (; low < high && sorted[entry.z + low].x < class0; low++) {
    }
    return low;
  }
  while (low < high) {
    let middle = (low + high) / 2u;
    if (sorted[entry.z + middle].x < class0) {
      low = middle + 1u;
    } else {
      high = middle;
    }
  }
  return low;
}
