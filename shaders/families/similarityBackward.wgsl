// The gradient of BLOCKS times ROWS rows, owned by one workgroup: it computes the scores with a chunk of the others
// again, leaves their slopes in workgroup memory, and adds slopes times others to the rows' gradients.
var<workgroup> slopes: array<vec4f, BLOCKS * CHUNK * ROWS / 4u>;
var<workgroup> parts: array<array<f32, ROWS>, WORKGROUP>;
var<workgroup> faults: array<vec2u, WORKGROUP>;

// What a lane finds out about its rows.
struct Gathered {
  // What moves a row along itself; a row of unit length cannot go there.
  along: array<f32, ROWS>,
  // Bits of the rows that are pulled by what cannot be computed, and of those that are pulled at all.
  broken: u32,
  live: u32,
}

@compute @workgroup_size(WORKGROUP)
fn backward(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let share = lane % SHARES;
  let block = lane / SHARES;
  let row = uniforms.firstRow + ROWS * (group.x * BLOCKS + block);
  let rows = openRows(row);
  let own = openPulls(row);
  var gathered: Gathered;
  // All lanes take the same number of steps: they may be reading for each other.
  for (var first = 0u; first < uniforms.others; first += CHUNK) {
    for (var tile = 0u; tile < CHUNK; tile += 4u * SHARES) {
      let place = tile + 4u * share;
      let scores = scoreTile(row, first + place, share);
      for (var column = 0u; column < 4u; column++) {
        let other = openOther(first + place + column);
        var pulled = pullColumn(&gathered, rows, own, other, scores, column);
        let inverse = otherInverse(other.row);
        let at = (block * CHUNK + place + column) * (ROWS / 4u);
        for (var four = 0u; four < ROWS / 4u; four++) {
          slopes[at + four] = pulled[four] * inverse;
        }
      }
      if (first + tile + 4u * SHARES >= uniforms.others) {
        break;
      }
    }
    workgroupBarrier();
    let count = min(first + CHUNK, uniforms.others) - first;
    for (var start = 0u; start < uniforms.quads; start += SHARES * QUADS) {
      let quad = start + share;
      let sums = sumOthers(first, count, block * CHUNK, quad, share);
      storeSums(row, quad, sums, first > 0u);
    }
    workgroupBarrier();
  }
  parts[lane] = gathered.along;
  faults[lane] = vec2u(gathered.broken, gathered.live);
  workgroupBarrier();
  for (var k = 0u; k < ROWS; k++) {
    if (row + k < uniforms.endRow) {
      turnRow(row + k, k, block * SHARES, share);
    }
  }
}

fn storeSums(row: u32, quad: u32, sums: array<vec4f, ROWS * QUADS>, adds: bool) {
  var all = sums;
  for (var k = 0u; k < ROWS * QUADS; k++) {
    let own = row + k % ROWS;
    let place = quad + k / ROWS * SHARES;
    if (own < uniforms.endRow && place < uniforms.quads) {
      storeQuad(own, place, ownInverse(own) * all[k], adds, false);
    }
  }
}

// What is left to do of a row: what nothing pulls stays, whatever it and the others are; so does what has one
// direction only.
fn turnRow(row: u32, k: u32, firstLane: u32, share: u32) {
  var along = 0.0;
  var broken = 0u;
  var live = 0u;
  for (var lane = firstLane; lane < firstLane + SHARES; lane++) {
    along += parts[lane][k];
    broken |= faults[lane].x;
    live |= faults[lane].y;
  }
  let isUnit = uniforms.normalizes != 0u;
  let isLive = (live & (1u << k)) != 0u && !(isUnit && uniforms.features == 1u);
  let unit = ownInverse(row);
  for (var quad = share; quad < uniforms.quads; quad += SHARES) {
    var rest = vec4f(0.0);
    if (isUnit && isLive) {
      rest = (-unit * along) * (unit * loadOwn(row, quad));
    }
    storeQuad(row, quad, rest, isLive, (broken & (1u << k)) != 0u);
  }
}

// How much an item pulls at its scores, and what its slopes need; of an item of two ways each has half.
struct Pull {
  by: f32,
  isBroken: bool,
  kept: Kept,
}

// The item of our row (way 0), or of the other (way 1).
fn pullOf(item: u32, way: u32) -> Pull {
  let isItem = way >= uniforms.firstWay && way < uniforms.endWay && item < uniforms.items;
  let bits = select(0u, pulls[select(0u, item, isItem)], isItem);
  let isBroken = (bits & 0x7fffffffu) > infinityBits;
  let by = select(bitcast<f32>(bits) * uniforms.half, 0.0, isBroken);
  return Pull(by, isBroken, keptAt(item + select(uniforms.ownFirst, uniforms.otherFirst, way == 1u)));
}

fn pulledBy(pull: Pull, role: u32, score: f32) -> f32 {
  return select(0.0, pull.by * slopeOf(pull.kept, role, score), pull.by != 0.0);
}
