// The cross entropy of targets against the softmax of softcap·tanh(logits/softcap)/temperature. A row that
// is surely right costs next to nothing and pulls as little; a row that is surely wrong costs its gap in
// logits, and no logit is ever pulled harder than the weight of its row.
//
// `peak` and `rest` are those of ExpSum, over the capped logits; the temperature's `rate` only ever
// multiplies differences, which are exact where the logits themselves are large. `pull` is the sum of
// weight × target × (peak − x), so that large logits never cancel; `pullAll` is the same with every target 1.

fn softmaxCrossEntropyEmpty() -> softmaxCrossEntropyState {
  var state: softmaxCrossEntropyState;
  state.peak = lowest;
  state.topLogit = lowest;
  state.topIndex = 0xffffffffu;
  state.topTarget = lowest;
  state.topTargetIndex = 0xffffffffu;
  return state;
}

fn softmaxCrossEntropyRate(params: softmaxCrossEntropyParams) -> f32 {
  return select(1.0, params.rate, softmaxCrossEntropyTempered);
}

fn softmaxCrossEntropyCap(params: softmaxCrossEntropyParams, logit: f32) -> f32 {
  if (softmaxCrossEntropyCapped) {
    return params.softcap * preciseTanh(logit / params.softcap);
  }
  return logit;
}

// Of a row that is held, the peak is found first, and `topIndex` is where; then an exponential is taken once
// of every entry, for the sum and for its slope.
fn softmaxCrossEntropyCrest(
  state: softmaxCrossEntropyState,
  params: softmaxCrossEntropyParams,
  row: softmaxCrossEntropyRow,
  item: softmaxCrossEntropyItem,
) -> softmaxCrossEntropyState {
  var crest = state;
  let isAbove = state.peak < item.logits;
  crest.peak = select(state.peak, item.logits, isAbove);
  crest.topIndex = select(state.topIndex, item.index, isAbove);
  return crest;
}

fn softmaxCrossEntropyKeep(
  state: softmaxCrossEntropyState,
  params: softmaxCrossEntropyParams,
  item: softmaxCrossEntropyItem,
) -> f32 {
  return select(decay(item.logits - state.peak), 0.0, isMasked(item.logits));
}

fn softmaxCrossEntropyTakeKept(
  state: softmaxCrossEntropyState,
  params: softmaxCrossEntropyParams,
  row: softmaxCrossEntropyRow,
  item: softmaxCrossEntropyItem,
) -> softmaxCrossEntropyState {
  var both = state;
  both.rest += select(item.kept, 0.0, item.index == state.topIndex);
  return both;
}

fn softmaxCrossEntropyTake(
  state: softmaxCrossEntropyState,
  params: softmaxCrossEntropyParams,
  row: softmaxCrossEntropyRow,
  item: softmaxCrossEntropyItem,
) -> softmaxCrossEntropyState {
  let masked = isMasked(item.logits);
  var one = softmaxCrossEntropyEmpty();
  one.peak = item.logits;
  if (softmaxCrossEntropyCapped) {
    one.peak = select(softmaxCrossEntropyCap(params, item.logits), lowest, masked);
  }
  one.topLogit = item.logits;
  one.topIndex = select(item.index, 0xffffffffu, masked);
  one.unmasked = select(1.0, 0.0, masked);
  one.massAll = select(item.classWeight, 0.0, masked);
  if (softmaxCrossEntropyTempered) {
    one.rate = params.rate;
  }
  if (softmaxCrossEntropySoft) {
    one.topTarget = item.targets;
    one.topTargetIndex = item.index;
    let own = item.classWeight * item.targets;
    let blocked = masked && own > 0.0;
    one.blocked = select(0u, 1u, blocked);
    one.mass = select(0.0, own, blocked || !masked);
  }
  let sum = expSumTake(state.peak, state.rest, one.peak, softmaxCrossEntropyRate(params));
  return softmaxCrossEntropyJoined(state, one, sum);
}

fn softmaxCrossEntropyMerge(a: softmaxCrossEntropyState, b: softmaxCrossEntropyState) -> softmaxCrossEntropyState {
  let rate = select(1.0, max(a.rate, b.rate), softmaxCrossEntropyTempered);
  return softmaxCrossEntropyJoined(a, b, expSumJoin(a.peak, a.rest, b.peak, b.rest, rate));
}

fn softmaxCrossEntropyJoined(
  a: softmaxCrossEntropyState,
  b: softmaxCrossEntropyState,
  sum: ExpSum,
) -> softmaxCrossEntropyState {
  var both = softmaxCrossEntropyEmpty();
  if (softmaxCrossEntropyTempered) {
    both.rate = max(a.rate, b.rate);
  }
  both.peak = sum.peak;
  both.rest = sum.rest;
  if (softmaxCrossEntropySoft) {
    both.pull = (a.pull + a.mass * sum.riseA) + (b.pull + b.mass * sum.riseB);
    both.mass = a.mass + b.mass;
    both.blocked = max(a.blocked, b.blocked);
  }
  if (softmaxCrossEntropySmoothed) {
    both.pullAll = (a.pullAll + a.massAll * sum.riseA) + (b.pullAll + b.massAll * sum.riseB);
    both.massAll = a.massAll + b.massAll;
    both.unmasked = a.unmasked + b.unmasked;
  }
  if (softmaxCrossEntropyWantsEntropy) {
    let belowA = a.peak < b.peak;
    let lowerRest = select(b.rest, a.rest, belowA);
    let lowerSpread = select(b.spread, a.spread, belowA);
    let fallen = sum.fade * (lowerSpread + (lowerRest + 1.0) * (sum.riseA + sum.riseB));
    both.spread = select(a.spread, b.spread, belowA) + fallen;
  }
  if (softmaxCrossEntropyCapped || softmaxCrossEntropyWantsCorrect) {
    let second = b.topLogit > a.topLogit || (b.topLogit == a.topLogit && b.topIndex < a.topIndex);
    both.topLogit = select(a.topLogit, b.topLogit, second);
    both.topIndex = select(a.topIndex, b.topIndex, second);
  }
  if (softmaxCrossEntropySoft && softmaxCrossEntropyWantsCorrect) {
    let second = b.topTarget > a.topTarget || (b.topTarget == a.topTarget && b.topTargetIndex < a.topTargetIndex);
    both.topTarget = select(a.topTarget, b.topTarget, second);
    both.topTargetIndex = select(a.topTargetIndex, b.topTargetIndex, second);
  }
  return both;
}

// The peak's own probability, by which all others are measured, and the slope of a label's class.
fn softmaxCrossEntropyClose(
  state: softmaxCrossEntropyState,
  params: softmaxCrossEntropyParams,
  row: softmaxCrossEntropyRow,
) -> softmaxCrossEntropyState {
  var closed = state;
  closed.share = 1.0 / (1.0 + state.rest);
  // Where the label is at the peak, 1 − probability is rest · share, which does not cancel.
  let fall = softmaxCrossEntropyFall(state, params, row.labelValue);
  let missing = select(1.0 - decay(-fall) * closed.share, state.rest * closed.share, fall == 0.0);
  closed.aim = -row.classWeight * missing;
  return closed;
}

// How far a class lies below the peak, ≥ 0 and in the exponent's units. Equal logits count as level even if
// the cap was compiled twice in two ways.
fn softmaxCrossEntropyFall(state: softmaxCrossEntropyState, params: softmaxCrossEntropyParams, logit: f32) -> f32 {
  var fall = state.peak - softmaxCrossEntropyCap(params, logit);
  if (softmaxCrossEntropyCapped) {
    fall = select(upper(fall, 0.0), 0.0, logit >= state.topLogit);
  }
  return fall * softmaxCrossEntropyRate(params);
}

fn softmaxCrossEntropyLogSumExp(state: softmaxCrossEntropyState, params: softmaxCrossEntropyParams) -> f32 {
  return state.peak * softmaxCrossEntropyRate(params) + log1p(state.rest);
}

fn softmaxCrossEntropyLoss(
  state: softmaxCrossEntropyState,
  params: softmaxCrossEntropyParams,
  row: softmaxCrossEntropyRow,
) -> f32 {
  let logTotal = log1p(state.rest);
  let rate = softmaxCrossEntropyRate(params);
  var loss = 0.0;
  if (softmaxCrossEntropySoft) {
    if (state.blocked == 1u) {
      return largest;
    }
    loss = state.pull * rate + state.mass * logTotal;
  } else if (row.classWeight > 0.0) {
    if (isMasked(row.labelValue)) {
      return largest;
    }
    loss = row.classWeight * (logTotal + softmaxCrossEntropyFall(state, params, row.labelValue));
  }
  if (softmaxCrossEntropySmoothed) {
    let all = (state.pullAll * rate + state.massAll * logTotal) / state.unmasked;
    loss = (1.0 - params.labelSmoothing) * loss + params.labelSmoothing * all;
  }
  if (softmaxCrossEntropyAnchored) {
    // The root, because the square alone may overflow.
    let anchor = params.zRoot * softmaxCrossEntropyLogSumExp(state, params);
    loss += anchor * anchor * row.plainRatio;
  }
  return loss;
}

fn softmaxCrossEntropySlope(
  state: softmaxCrossEntropyState,
  params: softmaxCrossEntropyParams,
  row: softmaxCrossEntropyRow,
  item: softmaxCrossEntropyItem,
) -> softmaxCrossEntropySlopes {
  let fall = softmaxCrossEntropyFall(state, params, item.logits);
  var probability = item.kept * state.share;
  if (!softmaxCrossEntropyHolds) {
    probability = decay(-fall) * state.share;
  }
  var slope = select(row.classWeight * probability, state.aim, item.index == row.label);
  if (softmaxCrossEntropySoft || softmaxCrossEntropySmoothed) {
    var mass = row.classWeight;
    var own = select(0.0, row.classWeight, item.index == row.label);
    if (softmaxCrossEntropySoft) {
      mass = state.mass;
      own = item.classWeight * item.targets;
    }
    var others = mass - own;
    if (softmaxCrossEntropySmoothed) {
      let kept = 1.0 - params.labelSmoothing;
      let share = params.labelSmoothing / state.unmasked;
      mass = kept * mass + share * state.massAll;
      own = kept * own + share * item.classWeight;
      others = kept * others + share * (state.massAll - item.classWeight);
    }
    let isTop = fall == 0.0 && own > 0.5 * mass;
    slope = select(mass * probability - own, others - mass * (state.rest * state.share), isTop);
  }
  if (softmaxCrossEntropyAnchored) {
    slope += 2.0 * params.zLoss * softmaxCrossEntropyLogSumExp(state, params) * row.plainRatio * probability;
  }
  if (softmaxCrossEntropyCapped) {
    // 1 − tanh², from the exponential: the difference would cancel.
    let tail = decay(-2.0 * abs(item.logits / params.softcap));
    slope *= 4.0 * tail / ((1.0 + tail) * (1.0 + tail));
  }
  return softmaxCrossEntropySlopes(slope * softmaxCrossEntropyRate(params));
}

fn softmaxCrossEntropyOutputs(
  state: softmaxCrossEntropyState,
  params: softmaxCrossEntropyParams,
  row: softmaxCrossEntropyRow,
) -> array<f32, 3> {
  let wanted = select(row.label, state.topTargetIndex, softmaxCrossEntropySoft);
  let correct = select(0.0, 1.0, state.topIndex == wanted);
  let entropy = log1p(state.rest) + state.spread * softmaxCrossEntropyRate(params) / (1.0 + state.rest);
  return array<f32, 3>(softmaxCrossEntropyLogSumExp(state, params), correct, entropy);
}
