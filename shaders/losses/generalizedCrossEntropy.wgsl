// Between cross entropy (q → 0) and absolute error (q = 1): a label thought impossible costs at most 1/q, so
// wrong labels cannot pull for ever.

fn generalizedCrossEntropyEmpty() -> generalizedCrossEntropyState {
  return generalizedCrossEntropyState(0.0);
}

// The row's label says it all.
fn generalizedCrossEntropyTake(
  state: generalizedCrossEntropyState,
  params: generalizedCrossEntropyParams,
  row: generalizedCrossEntropyRow,
  item: generalizedCrossEntropyItem,
) -> generalizedCrossEntropyState {
  return state;
}

fn generalizedCrossEntropyMerge(
  a: generalizedCrossEntropyState,
  b: generalizedCrossEntropyState,
) -> generalizedCrossEntropyState {
  return a;
}

fn generalizedCrossEntropyLoss(
  state: generalizedCrossEntropyState,
  params: generalizedCrossEntropyParams,
  row: generalizedCrossEntropyRow,
) -> f32 {
  // The bits tell a subnormal from 0, which devices may not; abs drops the sign of −0.
  let probability = abs(row.labelValue);
  let logProbability = select(preciseLog(probability), -1e30, bitcast<u32>(probability) == 0u);
  // 1 − p^q without the cancellation near p = 1.
  return -expm1(params.q * logProbability) / params.q;
}

fn generalizedCrossEntropySlope(
  state: generalizedCrossEntropyState,
  params: generalizedCrossEntropyParams,
  row: generalizedCrossEntropyRow,
  item: generalizedCrossEntropyItem,
) -> generalizedCrossEntropySlopes {
  if (item.index != row.label) {
    return generalizedCrossEntropySlopes(0.0);
  }
  // p^(q − 1), bounded as the slope of a clamped log is.
  let steepness = preciseExp((params.q - 1.0) * preciseLog(upper(item.probabilities, 1e-12)));
  return generalizedCrossEntropySlopes(-steepness);
}
