// A product of matrices, left · right, and no shared memory: a lane has a tile of 4 rows by 4 columns, takes the
// depth four steps at a time, and adds the sums of blocks of BLOCK steps in order. The depth may be cut into slices
// that are joined later. The module says how a factor is read (left4, left1, right4, right1) and where a tile's rows
// go (leave).

// Four neighbours of an edge at each of four neighbouring depths; also a tile, by rows.
struct Four {
  x: vec4f,
  y: vec4f,
  z: vec4f,
  w: vec4f,
}

@compute @workgroup_size(WORKGROUP)
fn gemm(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let across = (uniforms.columns + 3u) / 4u;
  let down = (uniforms.rows + 3u) / 4u;
  let tiles = across * down * uniforms.slices;
  for (var tile = group.x * WORKGROUP + lane; tile < tiles; tile += groups.x * WORKGROUP) {
    let column = 4u * (tile % across);
    let row = 4u * ((tile / across) % down);
    let slice = tile / (across * down);
    let end = min((slice + 1u) * uniforms.sliceDepth, uniforms.depth);
    var total = Four(vec4f(0.0), vec4f(0.0), vec4f(0.0), vec4f(0.0));
    for (var first = slice * uniforms.sliceDepth; first < end; first += BLOCK) {
      total = added(total, blockOf(row, column, first, min(first + BLOCK, end)));
    }
    // A loop, not sixteen stores written out: a tile is stored once, and every copy is compiled.
    let sums = array<vec4f, 4>(total.x, total.y, total.z, total.w);
    for (var k = 0u; k < 16u; k++) {
      if (row + k / 4u < uniforms.rows && column + k % 4u < uniforms.columns) {
        leave(slice, row + k / 4u, column + k % 4u, sums[k / 4u][k % 4u]);
      }
    }
  }
}

fn added(a: Four, b: Four) -> Four {
  return Four(a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w);
}

fn blockOf(row: u32, column: u32, first: u32, end: u32) -> Four {
  var sums = Four(vec4f(0.0), vec4f(0.0), vec4f(0.0), vec4f(0.0));
  for (var depth = first; depth < end; depth += 4u) {
    if (depth + 4u <= end) {
      let a = left4(row, depth);
      let b = right4(column, depth);
      if (!isOdd(a, b)) {
        sums.x += a.x.x * b.x + a.y.x * b.y + a.z.x * b.z + a.w.x * b.w;
        sums.y += a.x.y * b.x + a.y.y * b.y + a.z.y * b.z + a.w.y * b.w;
        sums.z += a.x.z * b.x + a.y.z * b.y + a.z.z * b.z + a.w.z * b.w;
        sums.w += a.x.w * b.x + a.y.w * b.y + a.z.w * b.z + a.w.w * b.w;
        continue;
      }
    }
    for (var one = depth; one < min(depth + 4u, end); one++) {
      sums = oddStep(sums, left1(row, one), right1(column, one));
    }
  }
  return sums;
}

// One step, zeros of a gradient kept whatever they meet: rows that do not count are not read for their value.
fn oddStep(sums: Four, a: vec4f, b: vec4f) -> Four {
  return Four(sums.x + times(a.x, b), sums.y + times(a.y, b), sums.z + times(a.z, b), sums.w + times(a.w, b));
}
