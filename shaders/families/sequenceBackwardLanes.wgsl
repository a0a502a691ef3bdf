// The slope of every logit, where every lane has frames of its own, two neighbours at a time: what is asked of the
// sorted labels is asked for both. Four classes at a time, of which the labels are few; the loop asks at its end, as
// most fours have one.
@compute @workgroup_size(WORKGROUP)
fn backward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let turns = (uniforms.frames + 1u) / 2u;
  for (var item = firstRow(group.x, lane); item < turns * uniforms.count; item += rowStride(groups.x)) {
    let turn = item / turns;
    let frame = 2u * (item - turn * turns);
    let sequence = uniforms.firstSequence + turn;
    let entry = table[sequence];
    let last = min(frame + 1u, uniforms.frames - 1u);
    slopeRows(openFrame(frame, sequence, entry, lane), openFrame(last, sequence, entry, lane), entry, last > frame);
  }
}

fn slopeRows(one: Frame, other: Frame, entry: vec4u, isPair: bool) {
  let end = entry.z + select(0u, entry.y, entry.w == 0u);
  let oneFirst = one.shares.row * uniforms.classes;
  let otherFirst = other.shares.row * uniforms.classes;
  var at = entry.z;
  var next = sortedClass(at, end);
  var class0 = 0u;
  var onePlace = placeOf(oneFirst);
  var otherPlace = placeOf(otherFirst);
  for (; class0 + 3u < uniforms.classes; class0 += 4u) {
    let isBlank = vec4u(uniforms.blank - class0) == vec4u(0u, 1u, 2u, 3u);
    var oneFour = select(vec4f(0.0), vec4f(one.blank), isBlank);
    var otherFour = select(vec4f(0.0), vec4f(other.blank), isBlank);
    loop {
      // What is not of these four classes adds nothing.
      let own = i32(next - class0);
      let isOwn = vec4i(own) == vec4i(0, 1, 2, 3);
      oneFour += select(vec4f(0.0), vec4f(shareOf(one.shares, entry.z, at)), isOwn);
      otherFour += select(vec4f(0.0), vec4f(shareOf(other.shares, entry.z, at)), isOwn);
      at += select(0u, 1u, own < 4);
      next = sortedClass(at, end);
      continuing {
        break if i32(next - class0) >= 4;
      }
    }
    slopeFour(one, onePlace, oneFour);
    if (isPair) {
      slopeFour(other, otherPlace, otherFour);
    }
    onePlace += FOUR;
    otherPlace += FOUR;
  }
  if (HAS_REST) {
    for (; class0 < uniforms.classes; class0++) {
      var oneShare = select(0.0, one.blank, class0 == uniforms.blank);
      var otherShare = select(0.0, other.blank, class0 == uniforms.blank);
      for (; next == class0; next = sortedClass(at, end)) {
        oneShare += shareOf(one.shares, entry.z, at);
        otherShare += shareOf(other.shares, entry.z, at);
        at++;
      }
      slopeOne(one, oneFirst + class0, oneShare);
      if (isPair) {
        slopeOne(other, otherFirst + class0, otherShare);
      }
    }
  }
}

fn slopeFour(frame: Frame, place: u32, shares: vec4f) {
  let bits = readFour(place);
  storeFour(place, vec4f(slopeOf(bits.x, frame, shares.x), slopeOf(bits.y, frame, shares.y),
    slopeOf(bits.z, frame, shares.z), slopeOf(bits.w, frame, shares.w)), frame.isNan);
}

fn slopeOne(frame: Frame, element: u32, share: f32) {
  storeGradient_logits(element, slopeOf(read_logits(element), frame, share), frame.isNan);
}
