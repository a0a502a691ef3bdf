// The slope of every pixel: by its right and lower neighbours, and as theirs by its left and upper ones.
@compute @workgroup_size(WORKGROUP)
fn backward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let pixels = uniforms.channels * uniforms.height * uniforms.width;
  for (var pixel = group.x * WORKGROUP + lane; pixel < uniforms.images * pixels; pixel += groups.x * WORKGROUP) {
    let pull = pulls[pixel / pixels];
    let slope = bitcast<f32>(select(pull, 0u, (pull & infinityBits) == infinityBits)) * slopeAt(pixel);
    storeGradient_predictions(pixel, slope, (pull & 0x7fffffffu) > infinityBits);
  }
}

fn slopeAt(pixel: u32) -> f32 {
  let here = bitcast<f32>(read_predictions(pixel));
  let column = pixel % uniforms.width;
  let row = (pixel / uniforms.width) % uniforms.height;
  var slope = 0.0;
  if (column + 1u < uniforms.width) {
    slope -= neighbourSlope(here, bitcast<f32>(read_predictions(pixel + 1u)));
  }
  if (row + 1u < uniforms.height) {
    slope -= neighbourSlope(here, bitcast<f32>(read_predictions(pixel + uniforms.width)));
  }
  if (column > 0u) {
    slope += neighbourSlope(bitcast<f32>(read_predictions(pixel - 1u)), here);
  }
  if (row > 0u) {
    slope += neighbourSlope(bitcast<f32>(read_predictions(pixel - uniforms.width)), here);
  }
  return slope;
}
