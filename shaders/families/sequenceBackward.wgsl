// The slope of every logit, a frame at a time by a workgroup: shares of all places of a class are added up along the
// sorted labels, those of the blank by the fold.
@compute @workgroup_size(WORKGROUP)
fn backward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var item = group.x; item < uniforms.frames * uniforms.count; item += groups.x) {
    let sequence = uniforms.firstSequence + item % uniforms.count;
    let entry = table[sequence];
    slopeRow(openFrame(item / uniforms.count, sequence, entry, lane), entry.z, lane);
  }
}

fn slopeRow(frame: Frame, firstSorted: u32, lane: u32) {
  let end = firstSorted + select(0u, frame.shares.labels, frame.isOpen);
  let first = frame.shares.row * uniforms.classes;
  var at = firstSorted;
  for (var class0 = lane; class0 < uniforms.classes; class0 += WORKGROUP) {
    at = firstAbove(at, end, class0);
    var share = select(0.0, frame.blank, class0 == uniforms.blank);
    for (; sortedClass(at, end) == class0; at++) {
      share += shareOf(frame.shares, firstSorted, at);
    }
    let slope = slopeOf(read_logits(first + class0), frame, share);
    storeGradient_logits(first + class0, slope, frame.isNan);
  }
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
