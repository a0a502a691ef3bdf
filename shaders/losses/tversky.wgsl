// What two sets have apart, over what they have in common and apart: 0 where they are one, near 1 where they hardly
// meet, however large either is. p and t say how much of each entry is in a set; what only p has weighs alpha,
// what only t has beta. (½, ½) is Dice, (1, 1) is Jaccard.
//
// 1 − (TP + s)/(TP + W + s) is W/(TP + W + s) with W = α·FP + β·FN, which a small miss does not cancel to nothing.

struct tverskyMember {
  // p and 1 − p, each with its own digits.
  yes: f32,
  no: f32,
}

fn tverskyEmpty() -> tverskyState {
  return tverskyState(0.0, 0.0, 0.0);
}

fn tverskyMemberOf(item: tverskyItem) -> tverskyMember {
  if (tverskyFromLogits) {
    let tail = decay(-abs(item.logits));
    let whole = 1.0 / (1.0 + tail);
    let isYes = item.logits >= 0.0;
    // A masked logit is a probability of exactly 0.
    let rest = select(tail, 0.0, isMasked(item.logits)) * whole;
    return tverskyMember(select(rest, whole, isYes), select(whole, rest, isYes));
  }
  return tverskyMember(item.probabilities, 1.0 - item.probabilities);
}

fn tverskyTake(state: tverskyState, params: tverskyParams, row: tverskyRow, item: tverskyItem) -> tverskyState {
  let member = tverskyMemberOf(item);
  return tverskyState(
    state.both + member.yes * item.targets,
    state.extra + member.yes * (1.0 - item.targets),
    state.missing + member.no * item.targets,
  );
}

fn tverskyMerge(a: tverskyState, b: tverskyState) -> tverskyState {
  return tverskyState(a.both + b.both, a.extra + b.extra, a.missing + b.missing);
}

fn tverskyApart(state: tverskyState, params: tverskyParams) -> f32 {
  return params.alpha * state.extra + params.beta * state.missing;
}

// Nothing here and nothing there, unsmoothed: 1 − 0/0 with 0/0 = 0, which is also the limit of p → 0.
fn tverskyLoss(state: tverskyState, params: tverskyParams, row: tverskyRow) -> f32 {
  let apart = tverskyApart(state, params);
  let all = (state.both + params.smoothing) + apart;
  return select(apart / select(all, 1.0, all == 0.0), 1.0, all == 0.0);
}

fn tverskySlope(state: tverskyState, params: tverskyParams, row: tverskyRow, item: tverskyItem) -> tverskySlopes {
  let apart = tverskyApart(state, params);
  let hits = state.both + params.smoothing;
  let all = hits + apart;
  let share = select(1.0 / select(all, 1.0, all == 0.0), 0.0, all == 0.0);
  let push = params.alpha * (1.0 - item.targets) - params.beta * item.targets;
  var slope = (push * (hits * share) - item.targets * (apart * share)) * share;
  if (tverskyFromLogits) {
    let member = tverskyMemberOf(item);
    slope *= member.yes * member.no;
  }
  return tverskySlopes(slope, slope);
}
