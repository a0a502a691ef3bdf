// Moments: each lane merges BLOCK items one by one into a block, as many blocks into a page, pages into its own whole.
// The workgroup's whole is left for the host, which merges those in float64.
@compute @workgroup_size(WORKGROUP)
fn moments(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  var total = emptyFolded();
  var page = emptyFolded();
  var taken = 0u;
  let tiles = (uniforms.items + WORKGROUP * BLOCK - 1u) / (WORKGROUP * BLOCK);
  for (var tile = group.x; tile < tiles; tile += groups.x) {
    var block = emptyFolded();
    for (var k = 0u; k < BLOCK; k++) {
      let item = (tile * BLOCK + k) * WORKGROUP + lane;
      if (item < uniforms.items) {
        block = mergeFolded(block, foldedOf(item));
      }
    }
    page = mergeFolded(page, block);
    taken++;
    if (taken % BLOCK == 0u) {
      total = mergeFolded(total, page);
      page = emptyFolded();
    }
  }
  let whole = foldWorkgroup(lane, mergeFolded(total, page));
  if (lane == 0u) {
    record[group.x] = whole.state;
    tallies[uniforms.firstSlot + group.x] = whole.tally;
  }
}
