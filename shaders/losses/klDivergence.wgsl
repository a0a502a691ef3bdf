// How many nats it costs to describe the targets by the predicted distribution instead of their own. A class
// that the targets lack costs nothing; one that they have and the prediction rules out costs everything.

struct klDivergenceTerm {
  cost: f32,
  towardsLogProbabilities: f32,
  towardsTargets: f32,
}

fn klDivergenceEmpty() -> klDivergenceState {
  return klDivergenceState(0.0, 0u);
}

// A target of 0 has no cost and no slopes, nor has a class that the prediction rules out (Take counts those).
fn klDivergenceOf(item: klDivergenceItem) -> klDivergenceTerm {
  if (klDivergenceRuledOut(item) || !klDivergencePresent(item)) {
    return klDivergenceTerm(0.0, 0.0, 0.0);
  }
  if (klDivergenceLogTargets) {
    let weight = preciseExp(item.targets);
    let gap = item.targets - item.logProbabilities;
    return klDivergenceTerm(weight * gap, -weight, weight * (gap + 1.0));
  }
  let gap = preciseLog(item.targets) - item.logProbabilities;
  return klDivergenceTerm(item.targets * gap, -item.targets, gap + 1.0);
}

fn klDivergenceRuledOut(item: klDivergenceItem) -> bool {
  return isMasked(item.logProbabilities);
}

fn klDivergencePresent(item: klDivergenceItem) -> bool {
  if (klDivergenceLogTargets) {
    return !isMasked(item.targets);
  }
  // By the bits, because a device may take a subnormal target for 0.
  return bitcast<i32>(item.targets) > 0;
}

fn klDivergenceTake(
  state: klDivergenceState,
  params: klDivergenceParams,
  row: klDivergenceRow,
  item: klDivergenceItem,
) -> klDivergenceState {
  let impossible = select(0u, 1u, klDivergenceRuledOut(item) && klDivergencePresent(item));
  return klDivergenceState(state.total + klDivergenceOf(item).cost, max(state.impossible, impossible));
}

fn klDivergenceMerge(a: klDivergenceState, b: klDivergenceState) -> klDivergenceState {
  return klDivergenceState(a.total + b.total, max(a.impossible, b.impossible));
}

fn klDivergenceLoss(state: klDivergenceState, params: klDivergenceParams, row: klDivergenceRow) -> f32 {
  return select(state.total, largest, state.impossible == 1u);
}

fn klDivergenceSlope(
  state: klDivergenceState,
  params: klDivergenceParams,
  row: klDivergenceRow,
  item: klDivergenceItem,
) -> klDivergenceSlopes {
  let term = klDivergenceOf(item);
  return klDivergenceSlopes(term.towardsLogProbabilities, term.towardsTargets);
}
