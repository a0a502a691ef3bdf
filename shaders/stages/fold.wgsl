// One workgroup folds the tallies of all others in a fixed order and finishes the loss: the sum over
// the divisor, its root where asked, NaN and infinity as bits. What the host adds up goes to totals.
@compute @workgroup_size(WORKGROUP)
fn fold(@builtin(local_invocation_index) lane: u32) {
  var mine = emptyTally();
  for (var slot = lane; slot < uniforms.slots; slot += WORKGROUP) {
    mine = mergeTally(mine, tallies[slot]);
  }
  let whole = told(foldWorkgroup(lane, mine));
  if (lane != 0u) {
    return;
  }
  let natural = naturalCount();
  let scale = resolveScale(natural);
  let mean = select(0.0, whole.sum / scale.divisor, scale.divisor != 0.0);
  let isNan = (whole.flags & 1u) != 0u || scale.broken;
  let chain = finishLoss(mean, isNan, (whole.flags & 2u) != 0u);
  finishTerms(whole, scale.divisor, isNan);
  finishGradients(whole, chain, isNan);
  if (COUNT_KNOWN) {
    addCount(uniforms.countedLow, uniforms.countedHigh);
  } else {
    addCount(whole.counted, countedHigh(whole));
  }
  totals = Totals(whole, natural);
}

// The count in two words, with the carry where it is added to what is there.
fn addCount(low: u32, high: u32) {
  var sum = vec2u(low, high);
  if (ADDS_LOSS) {
    sum += vec2u(countResult[0], countResult[1]);
    sum.y += select(0u, 1u, sum.x < low);
  }
  countResult[0] = sum.x;
  countResult[1] = sum.y;
}
