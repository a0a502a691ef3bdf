// The slopes of all channels at a position: 2·(u − v)/‖p‖ without its part along u, which only makes p longer. A p
// of all zeros has no direction and no slope.
@compute @workgroup_size(WORKGROUP)
fn backward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let jobs = uniforms.images * uniforms.positions;
  for (var at = group.x * WORKGROUP + lane; at < jobs; at += groups.x * WORKGROUP) {
    let image = at / uniforms.positions;
    let first = image * uniforms.channels * uniforms.positions + at % uniforms.positions;
    let upstream = pulls[image];
    let isNan = (upstream & 0x7fffffffu) > infinityBits;
    let directions = directionsAt(first);
    var along = 0.0;
    for (var start = 0u; start < uniforms.channels; start += BLOCK) {
      var part = 0.0;
      for (var k = start; k < min(start + BLOCK, uniforms.channels); k++) {
        let place = first + k * uniforms.positions;
        part += (bitcast<f32>(read_predictions(place)) / directions.p) * apartAt(directions, place);
      }
      along += part;
    }
    along = select(along, 0.0, directions.short);
    let pulled = bitcast<f32>(select(upstream, 0u, (upstream & infinityBits) == infinityBits));
    let pull = select(2.0 * pulled * uniforms.weight * uniforms.share / directions.p, 0.0, directions.zero);
    for (var k = 0u; k < uniforms.channels; k++) {
      let place = first + k * uniforms.positions;
      let own = bitcast<f32>(read_predictions(place)) / directions.p;
      storeGradient_predictions(place, pull * (apartAt(directions, place) - along * own), isNan);
    }
  }
}
