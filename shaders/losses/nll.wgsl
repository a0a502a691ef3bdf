// The log-probability of the label, negated: a straight line with slope −1, whatever the miss, because the
// logs were taken before.

fn nllEmpty() -> nllState {
  return nllState(0.0);
}

// The row's label says it all.
fn nllTake(state: nllState, params: nllParams, row: nllRow, item: nllItem) -> nllState {
  return state;
}

fn nllMerge(a: nllState, b: nllState) -> nllState {
  return a;
}

fn nllLoss(state: nllState, params: nllParams, row: nllRow) -> f32 {
  if (isMasked(row.labelValue)) {
    return select(0.0, largest, row.classWeight > 0.0);
  }
  return -row.classWeight * row.labelValue;
}

fn nllSlope(state: nllState, params: nllParams, row: nllRow, item: nllItem) -> nllSlopes {
  return nllSlopes(select(0.0, -row.classWeight, item.index == row.label));
}
