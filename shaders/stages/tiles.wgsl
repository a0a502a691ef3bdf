// Items that are sums of many terms (termOf, from the family): each item is cut into tiles, and a workgroup takes a
// tile at a time, so that one large image keeps as many workgroups busy as many small ones.
struct Partial {
  sum: f32,
  broken: u32,
}
alias Folded = Partial;

fn mergeFolded(a: Folded, b: Folded) -> Folded {
  return Partial(a.sum + b.sum, a.broken | b.broken);
}

@compute @workgroup_size(WORKGROUP)
fn sumTiles(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  beforeTerms(lane);
  for (var tile = group.x; tile < uniforms.items * uniforms.tiles; tile += groups.x) {
    let item = tile / uniforms.tiles;
    let part = tile % uniforms.tiles;
    let end = min((part + 1u) * uniforms.tile, uniforms.terms);
    var mine = Partial(0.0, 0u);
    for (var first = part * uniforms.tile + lane; first < end; first += BLOCK * WORKGROUP) {
      var block = Partial(0.0, 0u);
      for (var k = 0u; k < BLOCK; k++) {
        let at = first + k * WORKGROUP;
        if (at < end) {
          block = mergeFolded(block, termOf(item, at));
        }
      }
      mine = mergeFolded(mine, block);
    }
    let whole = foldWorkgroup(lane, mine);
    if (lane == 0u) {
      partials[item * uniforms.partials + uniforms.firstPartial + part] = vec2u(bitcast<u32>(whole.sum), whole.broken);
    }
  }
}
