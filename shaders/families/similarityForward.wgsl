// What becomes of every row, of all pairs that it is in. A workgroup takes BLOCKS times four rows; SHARES lanes
// go through the others together, four by four, and what they found is joined in their order.
var<workgroup> found: array<State, WORKGROUP>;
var<workgroup> faults: array<u32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn forward(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let share = lane % SHARES;
  let row = uniforms.firstRow + 4u * (group.x * BLOCKS + lane / SHARES);
  var states = array<State, 4>(emptyState(), emptyState(), emptyState(), emptyState());
  let isUsable = ownUsable(row);
  var isBroken = false;
  for (var first = 4u * share; first < uniforms.others; first += 4u * SHARES) {
    let scores = scoreTile(row, first);
    for (var column = 0u; column < 4u; column++) {
      let other = first + column;
      if (other >= uniforms.others) {
        break;
      }
      let isOff = inverses[uniforms.otherFirst + other] == nanBits;
      isBroken |= isOff;
      let identity = identityOf(other);
      for (var k = 0u; k < 4u; k++) {
        let own = min(row + k, uniforms.rows - 1u);
        let role = roleOf(Pair(own, other, identityOf(own), identity));
        states[k] = takePair(states[k], role, other, select(scores[k][column], 0.0, isOff || !isUsable[k]));
      }
    }
  }
  faults[lane] = select(0u, 1u, isBroken);
  for (var k = 0u; k < 4u; k++) {
    found[lane] = states[k];
    workgroupBarrier();
    if (share == 0u && row + k < uniforms.endRow) {
      var whole = found[lane];
      var fault = faults[lane];
      for (var next = 1u; next < SHARES; next++) {
        whole = mergeStates(whole, found[lane + next]);
        fault |= faults[lane + next];
      }
      leaveRow(row + k, whole, fault != 0u || trainedBroken() || inverses[uniforms.ownFirst + row + k] == nanBits);
    }
    workgroupBarrier();
  }
}

// Which of four rows have numbers that can be used. The others have no scores, but may count.
fn ownUsable(row: u32) -> vec4<bool> {
  let first = uniforms.ownFirst;
  let last = uniforms.rows - 1u;
  return vec4<bool>(
    inverses[first + min(row, last)] != nanBits,
    inverses[first + min(row + 1u, last)] != nanBits,
    inverses[first + min(row + 2u, last)] != nanBits,
    inverses[first + min(row + 3u, last)] != nanBits,
  );
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
