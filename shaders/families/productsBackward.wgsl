// The gradient of p·pᵀ's entries carried to p: 2·slopes·p, the slopes being symmetric. A lane takes 4 channels
// at 4 positions; sums over the other channels are in blocks.
@compute @workgroup_size(WORKGROUP)
fn backward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let spans = (uniforms.positions + 3u) / 4u;
  let jobs = uniforms.images * uniforms.blocks * spans;
  for (var job = group.x * WORKGROUP + lane; job < jobs; job += groups.x * WORKGROUP) {
    let image = job / (uniforms.blocks * spans);
    let block = (job / spans) % uniforms.blocks;
    let first = 4u * (job % spans);
    let sum = pulledAt(image, block, first);
    let upstream = pulls[image];
    let isNan = (upstream & 0x7fffffffu) > infinityBits;
    let pull = 2.0 * productShare() * bitcast<f32>(select(upstream, 0u, (upstream & infinityBits) == infinityBits));
    for (var a = 0u; a < 4u; a++) {
      let channel = 4u * block + a;
      for (var q = 0u; q < 4u; q++) {
        if (channel < uniforms.channels && first + q < uniforms.positions) {
          let element = (image * uniforms.channels + channel) * uniforms.positions + first + q;
          storeGradient_predictions(element, pull * sum[q][a], isNan);
        }
      }
    }
  }
}

// By position, then by channel.
fn pulledAt(image: u32, block: u32, first: u32) -> mat4x4f {
  let at = min(vec4u(first) + vec4u(0u, 1u, 2u, 3u), vec4u(uniforms.positions - 1u));
  var sum = mat4x4f();
  for (var start = 0u; start < uniforms.channels; start += BLOCK) {
    var part = mat4x4f();
    for (var k = start; k < min(start + BLOCK, uniforms.channels); k++) {
      let line = image * uniforms.channels + k;
      let slope = slopes[line * uniforms.blocks + block];
      let base = line * uniforms.positions;
      for (var q = 0u; q < 4u; q++) {
        part[q] += bitcast<f32>(read_predictions(base + at[q])) * slope;
      }
    }
    sum += part;
  }
  return sum;
}
