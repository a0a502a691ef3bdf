// Cross entropy whose rows count less the surer they already are: (1 − p)^gamma fades the easy ones out and
// leaves a row that is far off with its whole cross entropy.
//
// `peak` and `rest` are those of ExpSum, so that 1 − p of a sure row is rest / (1 + rest), never a difference.

struct softmaxFocalOdds {
  // log of 1/p
  surprise: f32,
  // 1 − p
  miss: f32,
}

fn softmaxFocalEmpty() -> softmaxFocalState {
  return softmaxFocalState(lowest, 0.0);
}

fn softmaxFocalTake(
  state: softmaxFocalState,
  params: softmaxFocalParams,
  row: softmaxFocalRow,
  item: softmaxFocalItem,
) -> softmaxFocalState {
  let sum = expSumTake(state.peak, state.rest, item.logits, 1.0);
  return softmaxFocalState(sum.peak, sum.rest);
}

fn softmaxFocalMerge(a: softmaxFocalState, b: softmaxFocalState) -> softmaxFocalState {
  let sum = expSumJoin(a.peak, a.rest, b.peak, b.rest, 1.0);
  return softmaxFocalState(sum.peak, sum.rest);
}

fn softmaxFocalOf(state: softmaxFocalState, row: softmaxFocalRow) -> softmaxFocalOdds {
  let logTotal = log1p(state.rest);
  let total = 1.0 + state.rest;
  if (isMasked(row.labelValue)) {
    return softmaxFocalOdds(largest, 1.0);
  }
  let fall = lower(state.peak - row.labelValue, largest);
  let miss = select(1.0 - decay(-fall) / total, state.rest / total, fall == 0.0);
  return softmaxFocalOdds(logTotal + fall, miss);
}

fn softmaxFocalAlpha(params: softmaxFocalParams, row: softmaxFocalRow) -> f32 {
  return select(params.alpha, row.classWeight, softmaxFocalListed);
}

fn softmaxFocalLoss(state: softmaxFocalState, params: softmaxFocalParams, row: softmaxFocalRow) -> f32 {
  if (isMasked(row.labelValue)) {
    return select(0.0, largest, softmaxFocalAlpha(params, row) > 0.0);
  }
  let odds = softmaxFocalOf(state, row);
  return softmaxFocalAlpha(params, row) * precisePow(odds.miss, params.gamma) * odds.surprise;
}

fn softmaxFocalSlope(
  state: softmaxFocalState,
  params: softmaxFocalParams,
  row: softmaxFocalRow,
  item: softmaxFocalItem,
) -> softmaxFocalSlopes {
  let odds = softmaxFocalOf(state, row);
  // (1 − p)^(gamma − 1) is infinite at p = 1 for gamma < 1, and −log p / (1 − p) is 1 there: taken together
  // they stay finite.
  var ratio = 1.0;
  if (odds.miss > 1e-30 && !isMasked(row.labelValue)) {
    ratio = odds.surprise / odds.miss;
  }
  let fade = precisePow(odds.miss, params.gamma);
  let factor = fade * (1.0 + params.gamma * (1.0 - odds.miss) * ratio);
  let probability = preciseExp(item.logits - state.peak) / (1.0 + state.rest);
  let pull = select(probability, -odds.miss, item.index == row.label);
  return softmaxFocalSlopes(softmaxFocalAlpha(params, row) * factor * pull);
}
