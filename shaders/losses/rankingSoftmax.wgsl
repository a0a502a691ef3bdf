// The cross entropy of raw relevances against the softmax of the scores: every relevant item costs its relevance
// times how improbable it is to be picked first. A list without relevance costs nothing and pulls nowhere.
//
// `peak` and `rest` are those of ExpSum, `mass` is the sum of the targets, `pull` that of target × (peak − score).

fn rankingSoftmaxEmpty() -> rankingSoftmaxState {
  return rankingSoftmaxState(lowest, 0.0, 0.0, 0.0);
}

fn rankingSoftmaxTake(
  state: rankingSoftmaxState,
  params: rankingSoftmaxParams,
  row: rankingSoftmaxRow,
  item: rankingSoftmaxItem,
) -> rankingSoftmaxState {
  if (item.mask == 0.0) {
    return state;
  }
  return rankingSoftmaxMerge(state, rankingSoftmaxState(item.scores, 0.0, 0.0, item.targets));
}

fn rankingSoftmaxMerge(a: rankingSoftmaxState, b: rankingSoftmaxState) -> rankingSoftmaxState {
  let sum = expSumJoin(a.peak, a.rest, b.peak, b.rest, 1.0);
  let pull = (a.pull + a.mass * sum.riseA) + (b.pull + b.mass * sum.riseB);
  return rankingSoftmaxState(sum.peak, sum.rest, pull, a.mass + b.mass);
}

fn rankingSoftmaxLoss(state: rankingSoftmaxState, params: rankingSoftmaxParams, row: rankingSoftmaxRow) -> f32 {
  return state.pull + state.mass * log1p(state.rest);
}

fn rankingSoftmaxSlope(
  state: rankingSoftmaxState,
  params: rankingSoftmaxParams,
  row: rankingSoftmaxRow,
  item: rankingSoftmaxItem,
) -> rankingSoftmaxSlopes {
  let share = 1.0 / (1.0 + state.rest);
  let fall = upper(state.peak - item.scores, 0.0);
  // Where the relevance is at the peak, 1 − p is rest · share, which does not cancel.
  let isTop = fall == 0.0 && item.targets > 0.5 * state.mass;
  let slope = state.mass * (decay(-fall) * share) - item.targets;
  let top = (state.mass - item.targets) - state.mass * (state.rest * share);
  return rankingSoftmaxSlopes(select(slope, top, isTop));
}
