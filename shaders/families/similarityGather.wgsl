// The gradient of every row of losses that chose two others: what it chose pulls it, and so do all that chose it.
@compute @workgroup_size(WORKGROUP)
fn backward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var row = group.x * WORKGROUP + lane; row < uniforms.rows; row += groups.x * WORKGROUP) {
    gather(row);
  }
}

fn gather(row: u32) {
  for (var quad = 0u; quad < uniforms.quads; quad++) {
    storeQuad(row, quad, vec4f(0.0), false, false);
  }
  var isBroken = false;
  for (var anchor = 0u; anchor < uniforms.rows; anchor++) {
    let bits = pulls[anchor];
    if ((bits & 0x7fffffffu) > infinityBits) {
      isBroken = true;
      break;
    }
    let kept = keptAt(anchor);
    if (anchor == row && kept.rightIndex != nobody) {
      addApart(row, kept.rightIndex, bitcast<f32>(bits) * kept.rightPull);
      addApart(row, kept.wrongIndex, -bitcast<f32>(bits) * kept.wrongPull);
    }
    if (kept.rightIndex == row) {
      addApart(row, anchor, bitcast<f32>(bits) * kept.rightPull);
    }
    if (kept.wrongIndex == row) {
      addApart(row, anchor, -bitcast<f32>(bits) * kept.wrongPull);
    }
  }
  if (isBroken) {
    for (var quad = 0u; quad < uniforms.quads; quad++) {
      storeQuad(row, quad, vec4f(0.0), true, true);
    }
  }
}

fn addApart(row: u32, other: u32, pull: f32) {
  for (var quad = 0u; quad < uniforms.quads; quad++) {
    storeQuad(row, quad, pull * (loadOwn(row, quad) - loadOwn(other, quad)), true, false);
  }
}
