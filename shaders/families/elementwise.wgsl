// Elementwise losses: one pass reads every input once, writes every gradient once, and leaves one
// Tally per workgroup for the fold. A tile is UNROLL quads for each lane; workgroups stride over tiles.
// Sums are blocked: a tile's sum first, then the sum of tiles.
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
    for (var k = 0u; k < UNROLL; k++) {
      let quad = (tile * UNROLL + k) * WORKGROUP + lane;
      if (quad < quads) {
        takeQuad(quad, scale, &block);
      }
    }
    total = mergeTally(total, block);
  }
  let whole = foldWorkgroup(lane, total);
  if (lane == 0u) {
    leaveTally(uniforms.firstSlot + group.x, whole);
  }
}
