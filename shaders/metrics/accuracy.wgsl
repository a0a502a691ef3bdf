// A row is right where fewer than topK classes come before its label: those with a larger value, and of equal ones
// those with a lower index.

fn accuracyEmpty() -> accuracyState {
  return accuracyState(0u);
}

fn accuracyTake(state: accuracyState, params: accuracyParams, row: accuracyRow, item: accuracyItem) -> accuracyState {
  let value = select(item.probabilities, item.logits, accuracyFromLogits);
  let isBefore = value > row.labelValue || (value == row.labelValue && item.index < row.label);
  return accuracyState(state.before + select(0u, 1u, isBefore));
}

fn accuracyMerge(a: accuracyState, b: accuracyState) -> accuracyState {
  return accuracyState(a.before + b.before);
}

fn accuracyLoss(state: accuracyState, params: accuracyParams, row: accuracyRow) -> f32 {
  return select(0.0, 1.0, f32(state.before) < params.topK);
}
