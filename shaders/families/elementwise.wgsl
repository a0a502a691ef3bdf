// Elementwise losses: one pass reads every input once, writes every gradient once, and leaves one
// Tally per workgroup for the fold. A tile is UNROLL quads for each lane; workgroups stride over tiles.
// Sums are blocked: a tile's sum first, then the sum of tiles. Odd quads, a bit each, wait until the plain ones of
// their tile are done: an adapter that runs both sides of a branch pays for the odd side once a tile, not once a quad.
@compute @workgroup_size(WORKGROUP)
fn elementwise(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let scale = gradientScale();
  let quads = (uniforms.items + 3u) / 4u;
  let tiles = (quads + WORKGROUP * UNROLL - 1u) / (WORKGROUP * UNROLL);
  var total = emptyTally();
  for (var tile = group.x; tile < tiles; tile += groups.x) {
    var block = emptyTally();
    var odd = 0u;
    for (var k = 0u; k < UNROLL; k++) {
      let quad = (tile * UNROLL + k) * WORKGROUP + lane;
      if (quad < quads) {
        odd |= select(1u << k, 0u, takePlain(quad, scale, &block));
      }
    }
    while (odd != 0u) {
      let k = firstTrailingBit(odd);
      odd &= odd - 1u;
      takeOdd((tile * UNROLL + k) * WORKGROUP + lane, scale, &block);
    }
    total = mergeTally(total, block);
  }
  let whole = foldWorkgroup(lane, total);
  if (lane == 0u) {
    leaveTally(uniforms.firstSlot + group.x, whole);
  }
}
