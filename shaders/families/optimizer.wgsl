// A step of an optimiser: every parameter of the group's tiles is moved by its gradient, in place.
@compute @workgroup_size(WORKGROUP)
fn optimizer(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var at = group.x; at < uniforms.tiles; at += groups.x) {
    let index = uniforms.firstTile + at;
    let tile = side.tiles[index];
    let corrections = beginTile(index, lane);
    for (var quad = lane; 4u * quad < tile.elements; quad += WORKGROUP) {
      moveQuad(tile, quad, corrections);
    }
  }
}
