// Blocks of the difference of two matrices of products, p·pᵀ − t·tᵀ, each of 4 × 4 channels and a run of positions. As
// p·pᵀ − t·tᵀ = (p−t)·pᵀ + t·(p−t)ᵀ, images that are nearly alike lose no digits. The matrix is symmetric: only
// blocks on and above its diagonal. A lane takes a block at a time; sums are in blocks of positions.
@compute @workgroup_size(WORKGROUP)
fn products(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let pairs = uniforms.blocks * (uniforms.blocks + 1u) / 2u;
  let jobs = uniforms.images * uniforms.runs * pairs;
  for (var job = group.x * WORKGROUP + lane; job < jobs; job += groups.x * WORKGROUP) {
    var row = 0u;
    var column = job % pairs;
    for (; column >= uniforms.blocks - row; row++) {
      column -= uniforms.blocks - row;
    }
    let run = (job / pairs) % uniforms.runs;
    let block = productOf(job / (pairs * uniforms.runs), 4u * row, 4u * (row + column), run);
    for (var a = 0u; a < 4u; a++) {
      let bits = bitcast<vec4u>(block.rows[a]);
      sums[4u * job + a] = select(bits, vec4u(nanBits), block.broken);
    }
  }
}

struct Block {
  rows: mat4x4f,
  broken: bool,
}

fn productOf(image: u32, row: u32, column: u32, run: u32) -> Block {
  let channels = vec4u(0u, 1u, 2u, 3u);
  let last = vec4u(uniforms.channels - 1u);
  let rows = (image * uniforms.channels + min(row + channels, last)) * uniforms.positions;
  let columns = (image * uniforms.channels + min(column + channels, last)) * uniforms.positions;
  let end = min((run + 1u) * uniforms.run, uniforms.positions);
  var sum = mat4x4f();
  var seen = vec4u();
  for (var first = run * uniforms.run; first < end; first += BLOCK) {
    var part = mat4x4f();
    for (var at = first; at < min(first + BLOCK, end); at++) {
      let p = bitsOfPredictions(rows + at);
      let t = bitsOfTargets(rows + at);
      if (row == column) {
        seen = max(seen, max(p & vec4u(0x7fffffffu), t & vec4u(0x7fffffffu)));
      }
      let otherP = bitcast<vec4f>(bitsOfPredictions(columns + at));
      let otherT = bitcast<vec4f>(bitsOfTargets(columns + at));
      let otherD = otherP - otherT;
      let own = bitcast<vec4f>(t);
      let d = bitcast<vec4f>(p) - own;
      for (var a = 0u; a < 4u; a++) {
        part[a] += d[a] * otherP + own[a] * otherD;
      }
    }
    sum += part;
  }
  return Block(sum, any(seen >= vec4u(infinityBits)));
}

fn bitsOfPredictions(at: vec4u) -> vec4u {
  return vec4u(read_predictions(at.x), read_predictions(at.y), read_predictions(at.z), read_predictions(at.w));
}

fn bitsOfTargets(at: vec4u) -> vec4u {
  return vec4u(read_targets(at.x), read_targets(at.y), read_targets(at.z), read_targets(at.w));
}
