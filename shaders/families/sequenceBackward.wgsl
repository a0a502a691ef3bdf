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
    let sequence = uniforms.firstSequence + turnOf(item, uniforms.count);
    let frame = frameOf(item, uniforms.count);
    let entry = table[sequence];
    let isRead = frame < entry.x;
    let at = SharesAt(
      frame * uniforms.sequences + sequence,
      sharesAt(cellAt(frame, sequence, entry.z, entry.y)),
      entry.y,
    );
    let isOpen = isRead && entry.w == 0u;
    let whole = sharesOf(at, isOpen, lane);
    slopeRow(at, entry.z, memberOf(lane), whole, isRead, isOpen, pulls[sequence]);
  }
}

// A frame's shares.
struct SharesAt {
  row: u32,
  first: u32,
  labels: u32,
}

fn slopeRow(frame: SharesAt, firstSorted: u32, member: u32, whole: Folded, isRead: bool, isOpen: bool, pullBits: u32) {
  let isNan = isRead && (pullBits & 0x7fffffffu) > infinityBits;
  let length = select(1.0, f32(max(frame.labels, 1u)), uniforms.averages == 1u);
  let pull = bitcast<f32>(select(pullBits, 0u, (pullBits & infinityBits) == infinityBits)) / length;
  let sum = whole.blank + whole.labels;
  let inverse = select(0.0, 1.0 / sum, sum > 0.0);
  let peak = bitcast<f32>(rows[frame.row].x);
  let fraction = 1.0 / (1.0 + bitcast<f32>(rows[frame.row].y));
  let scale = Slope(peak, fraction, inverse, pull, isOpen && !isNan, isNan);
  let end = firstSorted + select(0u, frame.labels, scale.isOpen);
  let first = frame.row * uniforms.classes;
  var at = firstSorted;
  var next = sortedClass(at, end);
  var class0 = member;
  var place = placeOf(first);
  if (WRITTEN_OUT) {
    for (; class0 + 3u < uniforms.classes; class0 += 4u) {
      let blank = uniforms.blank - class0;
      var four = select(vec4f(0.0), vec4f(whole.blank), vec4u(blank) == vec4u(0u, 1u, 2u, 3u));
      // What is not of these four classes adds nothing.
      loop {
        let own = i32(next - class0);
        four += select(vec4f(0.0), vec4f(shareOf(frame, firstSorted, at)), vec4i(own) == vec4i(0, 1, 2, 3));
        at += select(0u, 1u, own < 4);
        next = sortedClass(at, end);
        continuing {
          break if i32(next - class0) >= 4;
        }
      }
      let bits = readFour(place);
      storeFour(place, vec4f(slopeOf(bits.x, scale, four.x), slopeOf(bits.y, scale, four.y),
        slopeOf(bits.z, scale, four.z), slopeOf(bits.w, scale, four.w)), scale.isNan);
      place += FOUR;
    }
  }
  if (HAS_REST) {
    for (; class0 < uniforms.classes; class0 += MEMBERS) {
      if (MEMBERS > 1u) {
        at = firstAbove(at, end, class0);
        next = sortedClass(at, end);
      }
      var share = select(0.0, whole.blank, class0 == uniforms.blank);
      for (; next == class0; next = sortedClass(at, end)) {
        share += shareOf(frame, firstSorted, at);
        at++;
      }
      let slope = slopeOf(read_logits(first + class0), scale, share);
      storeGradient_logits(first + class0, slope, scale.isNan);
    }
  }
}

// What the slopes of a frame have in common.
struct Slope {
  peak: f32,
  fraction: f32,
  inverse: f32,
  pull: f32,
  isOpen: bool,
  isNan: bool,
}

fn slopeOf(bits: u32, scale: Slope, share: f32) -> f32 {
  let slope = sequenceSlope(decay(bitcast<f32>(bits) - scale.peak) * scale.fraction, share * scale.inverse);
  return select(0.0, scale.pull * slope, scale.isOpen && (bits & infinityBits) != infinityBits);
}

// The class of one of the sorted labels; behind the last, none, as far from all others as an i32 tells.
fn sortedClass(at: u32, end: u32) -> u32 {
  return select(0x7fffffffu, sorted[at].x, i32(at) < i32(end));
}

// The first of the sorted labels, from `start` on, that is not below a class.
fn firstAbove(start: u32, end: u32, class0: u32) -> u32 {
  var low = start;
  var high = end;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (sorted[middle].x < class0) {
      low = middle + 1u;
    } else {
      high = middle;
    }
  }
  return low;
}
