// The cross entropy of two top-one probabilities: the chance that an item comes first, by the targets and by the
// scores. Only differences count; a list whose scores order it well and surely costs the entropy of its targets,
// and an item is pulled by what it has too much of the scores' probability.

fn listNetEmpty() -> listNetState {
  return softmaxPairEmpty();
}

fn listNetTake(state: listNetState, params: listNetParams, row: listNetRow, item: listNetItem) -> listNetState {
  if (item.mask == 0.0) {
    return state;
  }
  return softmaxPairJoin(state, softmaxPairOne(item.targets, item.scores, 1.0));
}

fn listNetMerge(a: listNetState, b: listNetState) -> listNetState {
  return softmaxPairJoin(a, b);
}

fn listNetLoss(state: listNetState, params: listNetParams, row: listNetRow) -> f32 {
  return softmaxPairCross(state);
}

fn listNetSlope(state: listNetState, params: listNetParams, row: listNetRow, item: listNetItem) -> listNetSlopes {
  return listNetSlopes(softmaxPairExcess(state, item.targets, item.scores));
}
