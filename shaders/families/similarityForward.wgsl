// What becomes of every row, of all pairs that it is in. A workgroup takes BLOCKS times ROWS rows; SHARES lanes go
// through the others together, four by four, and what they found is joined in their order.
var<workgroup> found: array<State, WORKGROUP>;
var<workgroup> faults: array<u32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn forward(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let share = lane % SHARES;
  let row = uniforms.firstRow + ROWS * (group.x * BLOCKS + lane / SHARES);
  let rows = openRows(row);
  var states = emptyStates();
  var isBroken = false;
  // All lanes take the same number of steps: they may be reading for each other.
  for (var start = 0u; start < uniforms.others; start += 4u * SHARES) {
    let first = start + 4u * share;
    let scores = scoreTile(row, first, share);
    for (var column = 0u; column < 4u; column++) {
      let other = openOther(first + column);
      isBroken |= other.isOff;
      takeColumn(&states, rows, other, scores, column);
    }
  }
  faults[lane] = select(0u, 1u, isBroken);
  var last = states;
  for (var k = 0u; k < ROWS; k++) {
    found[lane] = last[k];
    workgroupBarrier();
    if (share == 0u && row + k < uniforms.endRow) {
      var whole = found[lane];
      var fault = faults[lane];
      for (var next = 1u; next < SHARES; next++) {
        whole = mergeStates(whole, found[lane + next]);
        fault |= faults[lane + next];
      }
      leaveRow(row + k, whole, fault != 0u || trainedBroken() || (rows.unusable & (1u << k)) != 0u);
    }
    workgroupBarrier();
  }
}

// The item of a row; where rows and columns make an item together, the columns come second.
fn leaveRow(row: u32, state: State, isBroken: bool) {
  let outcome = finish(state);
  var loss = outcome.loss;
  var slopes = outcome.slopes;
  var isNan = isBroken;
  if (uniforms.isSecond != 0u) {
    let before = itemLosses[row].x;
    isNan |= before == nanBits;
    loss = 0.5 * (bitcast<f32>(select(before, 0u, isNan)) + loss);
    slopes = 0.5 * (slopesBefore(row) + slopes);
  }
  leaveSlopes(row, select(slopes, vec2f(0.0), isNan));
  leaveKept(uniforms.ownFirst + row, outcome.kept);
  itemLosses[row] = vec2u(select(bitcast<u32>(loss), nanBits, isNan), select(0u, 1u, counts(state)));
}
