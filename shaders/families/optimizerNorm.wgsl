// The squares of the gradients of each tile, for the norm of all. By tile, not by workgroup: however the gradients
// lie, the sums are the same.
@compute @workgroup_size(WORKGROUP)
fn norms(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var at = group.x; at < uniforms.tiles; at += groups.x) {
    let index = uniforms.firstTile + at;
    let tile = side.tiles[index];
    var norm = emptyNorm();
    for (var quad = lane; 4u * quad < tile.elements; quad += WORKGROUP) {
      let gradients = load_gradients(tile, quad);
      let rest = tile.elements - 4u * quad;
      for (var k = 0u; k < 4u; k++) {
        if (k < rest) {
          addToNorm(&norm, gradients[k]);
        }
      }
    }
    let whole = foldWorkgroup(lane, norm);
    if (lane == 0u) {
      partials[index] = whole;
    }
  }
}
