// The largest logit of every frame that is read, and the sum of the exponentials of all others beside it:
// vec2u of the bits, NaN where a logit is no number. A workgroup has a row at a time, or a lane has rows of its own.
struct Folded {
  peak: f32,
  rest: f32,
  broken: u32,
}

fn mergeFolded(a: Folded, b: Folded) -> Folded {
  let joined = expSumJoin(a.peak, a.rest, b.peak, b.rest, 1.0);
  return Folded(joined.peak, joined.rest, a.broken | b.broken);
}

@compute @workgroup_size(WORKGROUP)
fn normalise(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let rowCount = uniforms.frames * uniforms.sequences;
  for (var row = firstRow(group.x, lane); row < rowCount; row += rowStride(groups.x)) {
    var mine = Folded(lowest, 0.0, 0u);
    let frame = row / uniforms.sequences;
    if (frame < table[row - frame * uniforms.sequences].x) {
      mine = takeRow(row * uniforms.classes, memberOf(lane));
    }
    let whole = shareRow(lane, mine);
    if (memberOf(lane) == 0u) {
      // Where all classes are masked there is no peak, and none of them comes to more than nothing beside 0.
      let peak = select(whole.peak, 0.0, isMasked(whole.peak));
      rows[row] = vec2u(select(bitcast<u32>(peak), nanBits, whole.broken != 0u), bitcast<u32>(whole.rest));
    }
  }
}

// Sums are blocked: 64 classes, then the blocks.
fn takeRow(first: u32, member: u32) -> Folded {
  var whole = Folded(lowest, 0.0, 0u);
  var place = placeOf(first);
  for (var start = member; start < uniforms.classes; start += 64u * MEMBERS) {
    var block = Folded(lowest, 0.0, 0u);
    let end = min(uniforms.classes, start + 64u * MEMBERS);
    var class0 = start;
    if (WRITTEN_OUT) {
      for (; class0 + 3u < end; class0 += 4u) {
        block = mergeFolded(block, takeFour(readFour(place)));
        place += FOUR;
      }
    }
    if (HAS_REST) {
      for (; class0 < end; class0 += MEMBERS) {
        block = mergeFolded(block, takeOne(read_logits(first + class0)));
      }
    }
    whole = mergeFolded(whole, block);
  }
  return whole;
}

fn takeOne(bits: u32) -> Folded {
  let isFinite = (bits & infinityBits) != infinityBits;
  let x = select(lowest, bitcast<f32>(bits), isFinite);
  return Folded(x, 0.0, select(1u, 0u, isFinite || bits == minusInfinityBits));
}

// Four at a time: the peak of them, and the exponentials of the three others.
fn takeFour(bits: vec4u) -> Folded {
  let a = takeOne(bits.x);
  let b = takeOne(bits.y);
  let c = takeOne(bits.z);
  let d = takeOne(bits.w);
  let ab = upper(a.peak, b.peak);
  let cd = upper(c.peak, d.peak);
  let peak = upper(ab, cd);
  let rest = decay(lower(a.peak, b.peak) - peak) + decay(lower(c.peak, d.peak) - peak) + decay(lower(ab, cd) - peak);
  return Folded(peak, select(rest, 0.0, isMasked(peak)), a.broken | b.broken | c.broken | d.broken);
}
