// A product of matrices, left · right, and no shared memory: a lane has a tile of a few rows and columns, takes the
// depth four steps at a time, and adds the sums of blocks of BLOCK steps in order. The depth may be cut into slices
// that are joined later. The module says what a tile is (Tile, emptyTile, addTiles, tileEntry), how a tile takes
// steps (takeFour, takeOne), who takes one (takesTile), and where its entries go (leave).
//
// Neighbouring lanes have neighbouring columns, so that they read one line of memory; a workgroup stays in its
// columns and walks down the rows, so that what it reads of the right factor stays near.
@compute @workgroup_size(WORKGROUP)
fn gemm(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let lanesDown = WORKGROUP / uniforms.lanesAcross;
  let across = (uniforms.columns + TILE_COLUMNS * uniforms.lanesAcross - 1u) / (TILE_COLUMNS * uniforms.lanesAcross);
  let down = (uniforms.rows + TILE_ROWS * lanesDown - 1u) / (TILE_ROWS * lanesDown);
  let units = across * down * uniforms.slices;
  let share = (units + groups.x - 1u) / groups.x;
  for (var unit = group.x * share; unit < min((group.x + 1u) * share, units); unit++) {
    let row = TILE_ROWS * ((unit % down) * lanesDown + lane / uniforms.lanesAcross);
    let column = TILE_COLUMNS * ((unit / down) % across * uniforms.lanesAcross + lane % uniforms.lanesAcross);
    let slice = unit / (down * across);
    if (takesTile(row, column)) {
      takeTile(row, column, slice, lane % 4u);
    }
  }
}

fn takeTile(row: u32, column: u32, slice: u32, member: u32) {
  let end = min((slice + 1u) * uniforms.sliceDepth, uniforms.depth);
  var total = emptyTile();
  for (var first = slice * uniforms.sliceDepth; first < end; first += BLOCK) {
    let stop = min(first + BLOCK, end);
    var sums = emptyTile();
    let fours = (stop - first) / 4u;
    // A bit for every four that must go step by step; the last, if it is no whole one, among them.
    var odd = select(0u, 1u << fours, first + 4u * fours < stop);
    for (var four = 0u; four < fours; four++) {
      odd |= select(1u << four, 0u, takeFour(row, column, first + 4u * four, member, &sums));
    }
    while (odd != 0u) {
      let depth = first + 4u * firstTrailingBit(odd);
      odd &= odd - 1u;
      for (var one = depth; one < min(depth + 4u, stop); one++) {
        takeOne(row, column, one, &sums);
      }
    }
    total = addTiles(total, sums);
  }
  // A loop, not a store written out for each entry: a tile is stored once, and every copy is compiled.
  for (var k = 0u; k < TILE_ROWS * TILE_COLUMNS; k++) {
    let ownRow = row + k / TILE_COLUMNS;
    let ownColumn = column + k % TILE_COLUMNS;
    if (ownRow < uniforms.rows && ownColumn < uniforms.columns) {
      leave(slice, ownRow, ownColumn, tileEntry(total, k / TILE_COLUMNS, k % TILE_COLUMNS));
    }
  }
}
