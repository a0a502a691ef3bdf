// The slices of a product joined: each element's partial sums are added in order, in blocks.
@compute @workgroup_size(WORKGROUP)
fn joinSlices(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let elements = uniforms.rows * uniforms.columns;
  for (var element = group.x * WORKGROUP + lane; element < elements; element += groups.x * WORKGROUP) {
    var total = 0.0;
    for (var first = 0u; first < uniforms.slices; first += BLOCK) {
      var block = 0.0;
      for (var slice = first; slice < min(first + BLOCK, uniforms.slices); slice++) {
        block += slices[slice * elements + element];
      }
      total += block;
    }
    leaveSum(element / uniforms.columns, element % uniforms.columns, total);
  }
}
