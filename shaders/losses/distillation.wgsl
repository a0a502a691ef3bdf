// How far the student's softened softmax is from the teacher's: T² times KL, so that the pull, T·(q − p), neither
// fades nor grows with the temperature. A student that is nearly the teacher pays the square of what is between
// them; one that is surely wrong its gap in logits. A class that the teacher rules out costs nothing by itself, one
// that only the student rules out costs everything.

fn distillationEmpty() -> distillationState {
  return softmaxPairEmpty();
}

fn distillationTake(
  state: distillationState,
  params: distillationParams,
  row: distillationRow,
  item: distillationItem,
) -> distillationState {
  return softmaxPairJoin(state, softmaxPairOne(item.teacherLogits, item.logits, params.rate));
}

fn distillationMerge(a: distillationState, b: distillationState) -> distillationState {
  return softmaxPairJoin(a, b);
}

fn distillationLoss(state: distillationState, params: distillationParams, row: distillationRow) -> f32 {
  let divergence = params.temperature * softmaxPairDivergence(state) * params.temperature;
  return select(divergence, largest, state.blocked == 1u);
}

fn distillationSlope(
  state: distillationState,
  params: distillationParams,
  row: distillationRow,
  item: distillationItem,
) -> distillationSlopes {
  return distillationSlopes(params.temperature * softmaxPairExcess(state, item.teacherLogits, item.logits));
}
