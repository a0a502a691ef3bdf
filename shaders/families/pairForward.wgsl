// Every element against all of the other class: a positive sums its losses over the negatives and its slope, a
// negative its slope over the positives, each pair weighed by the other's weight. No pair is stored.
@compute @workgroup_size(WORKGROUP)
fn forward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var place = group.x * WORKGROUP + lane; place < uniforms.elements; place += groups.x * WORKGROUP) {
    let own = parted[place];
    let isPositive = place < wholes.x;
    let isBroken = wholes.y != 0u;
    let begin = select(0u, wholes.x, isPositive);
    let end = select(wholes.x, uniforms.elements, isPositive);
    var sums = vec2f(0.0);
    if (!isBroken) {
      sums = sumPairs(bitcast<f32>(own.x), isPositive, begin, end);
    }
    let loss = select(0.0, sums.x, isPositive);
    itemLosses[own.z] = vec2u(select(bitcast<u32>(loss), nanBits, isBroken), 1u);
    leaveSlope(own.z, select(-sums.y, sums.y, isPositive));
  }
}

// Sums are blocked twice over: 64 pairs, 64 such blocks, then those.
fn sumPairs(score: f32, isPositive: bool, begin: u32, end: u32) -> vec2f {
  var sums = vec2f(0.0);
  for (var outer = begin; outer < end; outer += 4096u) {
    var tile = vec2f(0.0);
    for (var inner = outer; inner < min(end, outer + 4096u); inner += 64u) {
      var block = vec2f(0.0);
      for (var other = inner; other < min(end, inner + 64u); other++) {
        let rival = parted[other];
        let ahead = score - bitcast<f32>(rival.x);
        let difference = select(-ahead, ahead, isPositive);
        block += bitcast<f32>(rival.y) * vec2f(pairValue(difference), pairSlope(difference));
      }
      tile += block;
    }
    sums += tile;
  }
  return sums;
}
