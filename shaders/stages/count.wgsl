// The divisor where the data decide it: what each item adds (countItem, from the family), summed per
// workgroup into the side buffer. Reads labels, masks or weights, not the values.
@compute @workgroup_size(WORKGROUP)
fn count(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  var total = Count(0u, 0.0, 0.0, 0u);
  let tiles = (uniforms.items + WORKGROUP * BLOCK - 1u) / (WORKGROUP * BLOCK);
  for (var tile = group.x; tile < tiles; tile += groups.x) {
    var block = Count(0u, 0.0, 0.0, 0u);
    for (var k = 0u; k < BLOCK; k++) {
      let item = (tile * BLOCK + k) * WORKGROUP + lane;
      if (item < uniforms.items) {
        block = mergeCount(block, countItem(item));
      }
    }
    total = mergeCount(total, block);
  }
  let whole = foldWorkgroup(lane, total);
  if (lane == 0u) {
    let at = uniforms.countsAt + 4u * (uniforms.firstCount + group.x);
    side[at] = whole.counted;
    side[at + 1u] = bitcast<u32>(whole.divisor);
    side[at + 2u] = bitcast<u32>(whole.plain);
    side[at + 3u] = whole.broken;
  }
}
