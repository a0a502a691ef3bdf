// The entries of every list in descending order of their targets: each counts those before it, ties by index. A lane
// has entries of its own, and reads the targets of the list as its neighbours do.
@compute @workgroup_size(WORKGROUP)
fn rank(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let entries = uniforms.lists * uniforms.entries;
  for (var at = group.x * WORKGROUP + lane; at < entries; at += groups.x * WORKGROUP) {
    let list = uniforms.firstList + at / uniforms.entries;
    let own = at % uniforms.entries;
    if (isListed(elementOf(list, own))) {
      order[at - own + placeOf(list, own)] = own;
    }
  }
}

fn placeOf(list: u32, own: u32) -> u32 {
  let relevance = bitcast<f32>(read_targets(elementOf(list, own)));
  var place = 0u;
  for (var other = 0u; other < uniforms.entries; other++) {
    let element = elementOf(list, other);
    let rival = bitcast<f32>(read_targets(element));
    let isBefore = rival > relevance || (rival == relevance && other < own);
    place += select(0u, 1u, isBefore && isListed(element));
  }
  return place;
}
