// The gradient of BLOCKS times four rows at a time, owned by one workgroup: it computes the scores with a chunk of the
// others again, leaves the slopes in workgroup memory, and adds slopes times others to the rows' gradients.
var<workgroup> slopes: array<vec4f, BLOCKS * CHUNK>;
var<workgroup> parts: array<vec4f, WORKGROUP>;
var<workgroup> faults: array<u32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn backward(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let share = lane % SHARES;
  let block = lane / SHARES;
  let row = uniforms.firstRow + 4u * (group.x * BLOCKS + block);
  let rows = min(vec4u(row) + vec4u(0u, 1u, 2u, 3u), vec4u(uniforms.rows - 1u));
  let unit = ownInverses(rows);
  let isUnit = uniforms.normalizes != 0u;
  // What moves a row along itself; a row of unit length cannot go there.
  var along = vec4f(0.0);
  // Bits of the rows that are pulled by what cannot be computed, and of those that are pulled at all.
  var broken = 0u;
  var live = 0u;
  for (var first = 0u; first < uniforms.others; first += CHUNK) {
    for (var tile = 0u; tile < CHUNK; tile += 4u * SHARES) {
      let place = tile + 4u * share;
      let scores = scoreTile(row, first + place);
      for (var column = 0u; column < 4u; column++) {
        let other = first + place + column;
        var pulled = vec4f(0.0);
        if (other < uniforms.others) {
          for (var k = 0u; k < 4u; k++) {
            let slope = slopeAt(rows[k], other, scores[k][column]);
            pulled[k] = slope.x;
            broken |= select(0u, 1u << k, slope.y != 0.0);
            live |= select(0u, 1u << k, slope.x != 0.0);
            along[k] += slope.x * scores[k][column];
          }
          pulled *= finiteOf(inverses[uniforms.otherFirst + other]);
        }
        slopes[block * CHUNK + place + column] = pulled;
      }
      if (first + tile + 4u * SHARES >= uniforms.others) {
        break;
      }
    }
    workgroupBarrier();
    let end = min(first + CHUNK, uniforms.others) - first;
    for (var quad = share; quad < uniforms.quads; quad += SHARES) {
      var sum0 = vec4f(0.0);
      var sum1 = vec4f(0.0);
      var sum2 = vec4f(0.0);
      var sum3 = vec4f(0.0);
      for (var column = 0u; column < end; column++) {
        let x = loadOther(first + column, quad);
        let by = slopes[block * CHUNK + column];
        sum0 += by.x * x;
        sum1 += by.y * x;
        sum2 += by.z * x;
        sum3 += by.w * x;
      }
      let sums = array<vec4f, 4>(sum0, sum1, sum2, sum3);
      for (var k = 0u; k < 4u; k++) {
        if (row + k < uniforms.endRow) {
          storeQuad(row + k, quad, unit[k] * sums[k], first > 0u, false);
        }
      }
    }
    workgroupBarrier();
  }
  parts[lane] = along;
  faults[lane] = broken | (live << 4u);
  workgroupBarrier();
  along = vec4f(0.0);
  broken = 0u;
  for (var next = block * SHARES; next < (block + 1u) * SHARES; next++) {
    along += parts[next];
    broken |= faults[next];
  }
  for (var quad = share; quad < uniforms.quads; quad += SHARES) {
    for (var k = 0u; k < 4u; k++) {
      if (row + k < uniforms.endRow) {
        // What nothing pulls stays, whatever it and the others are; so does what has one direction only.
        let isLive = (broken & (16u << k)) != 0u && !(isUnit && uniforms.features == 1u);
        var rest = vec4f(0.0);
        if (isUnit && isLive) {
          rest = (-unit[k] * along[k]) * (unit[k] * loadOwn(row + k, quad));
        }
        storeQuad(row + k, quad, rest, isLive, (broken & (1u << k)) != 0u);
      }
    }
  }
}

// By the score of a pair: what the items of either side make of it. The second is not 0 where that cannot be computed.
fn slopeAt(own: u32, other: u32, score: f32) -> vec2f {
  let role = roleOf(Pair(own, other, identityOf(own), identityOf(other)));
  var slope = vec2f(0.0);
  for (var way = uniforms.firstWay; way < uniforms.endWay; way++) {
    let item = select(own, other, way == 1u);
    if (item >= uniforms.items) {
      continue;
    }
    let bits = pulls[item];
    if ((bits & 0x7fffffffu) > infinityBits) {
      slope.y = 1.0;
    } else if (bits != 0u) {
      let kept = keptAt(item + select(uniforms.ownFirst, uniforms.otherFirst, way == 1u));
      slope.x += bitcast<f32>(bits) * uniforms.half * slopeOf(kept, role, score);
    }
  }
  return slope;
}
