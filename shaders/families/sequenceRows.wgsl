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
    if (row / uniforms.sequences < table[row % uniforms.sequences].x) {
      mine = takeRow(row * uniforms.classes, memberOf(lane));
    }
    let whole = shareRow(lane, mine);
    if (memberOf(lane) == 0u) {
      rows[row] = vec2u(select(bitcast<u32>(whole.peak), nanBits, whole.broken != 0u), bitcast<u32>(whole.rest));
    }
  }
}

// Sums are blocked: 64 classes, then the blocks.
fn takeRow(first: u32, member: u32) -> Folded {
  var whole = Folded(lowest, 0.0, 0u);
  for (var start = member; start < uniforms.classes; start += 64u * MEMBERS) {
    var block = Folded(lowest, 0.0, 0u);
    let end = min(uniforms.classes, start + 64u * MEMBERS);
    for (var class0 = start; class0 < end; class0 += MEMBERS) {
      let bits = read_logits(first + class0);
      let isFinite = (bits & infinityBits) != infinityBits;
      let x = bitcast<f32>(select(bitcast<u32>(lowest), bits, isFinite));
      block = mergeFolded(block, Folded(x, 0.0, select(1u, 0u, isFinite || bits == minusInfinityBits)));
    }
    whole = mergeFolded(whole, block);
  }
  return whole;
}
