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
  let fullQuads = select(uniforms.items / 4u, 0u, scale.broken);
  let tiles = (quads + WORKGROUP * UNROLL - 1u) / (WORKGROUP * UNROLL);
  var total = emptyTally();
  for (var tile = group.x; tile < tiles; tile += groups.x) {
    var block = emptyTally();
    let first = tile * UNROLL * WORKGROUP + lane;
    var odd = 0u;
    var quad = first;
    var bit = 1u;
    for (var k = 0u; k < UNROLL; k++) {
      // Beyond the end of the data, some other quad is read, and nothing is made of it.
      let isPlain = takePlain(quad, quad < fullQuads, scale, &block);
      odd |= select(bit, 0u, isPlain || quad >= quads);
      quad += WORKGROUP;
      bit += bit;
    }
    while (odd != 0u) {
      let k = firstTrailingBit(odd);
      odd &= odd - 1u;
      takeOdd(first + k * WORKGROUP, scale, &block);
    }
    total = mergeTally(total, block);
  }
  let whole = foldWorkgroup(lane, total);
  if (lane == 0u) {
    leaveTally(uniforms.firstSlot + group.x, whole);
  }
}
