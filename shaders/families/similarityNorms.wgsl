// One over the norm of every row; 0 for a row of zeros, NaN for one that cannot be used. Squares are taken of
// numbers up to 2, so that neither large nor small ones are lost.
@compute @workgroup_size(WORKGROUP)
fn norms(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var row = group.x * WORKGROUP + lane; row < uniforms.rows; row += groups.x * WORKGROUP) {
    inverses[uniforms.ownFirst + row] = inverseNorm(row);
  }
}

fn inverseNorm(row: u32) -> u32 {
  var most = 0.0;
  var isBroken = false;
  for (var quad = 0u; quad < uniforms.quads; quad++) {
    let bits = bitcast<vec4u>(loadOwn(row, quad));
    isBroken |= any((bits & vec4u(infinityBits)) == vec4u(infinityBits));
    let size = abs(bitcast<vec4f>(bits));
    most = max(most, max(max(size.x, size.y), max(size.z, size.w)));
  }
  if (isBroken) {
    return nanBits;
  }
  if (uniforms.normalizes == 0u) {
    return 0x3f800000u;
  }
  if (most < 0x1p-126f) {
    return 0u;
  }
  // A power of two: it costs no digit.
  let shrink = bitcast<f32>(clamp(254u - (bitcast<u32>(most) >> 23u), 1u, 253u) << 23u);
  var sum = 0.0;
  for (var first = 0u; first < uniforms.quads; first += BLOCK) {
    var block = 0.0;
    for (var quad = first; quad < min(first + BLOCK, uniforms.quads); quad++) {
      let x = loadOwn(row, quad) * shrink;
      block += dot(x, x);
    }
    sum += block;
  }
  return bitcast<u32>(shrink / sqrt(sum));
}
