// The softmax of a row's scores, the wrong ones and the right ones apart: the loss is log(1 + wrong / right), and
// so a row that is surely right keeps its digits. Both sums are those of ExpSum, in units of the scores; a
// negative scale turns the scores about.
struct State {
  peak: f32,
  rest: f32,
  // Sum of e^(rate·(x − peak))·(peak − x) over the wrong ones.
  spread: f32,
  rightPeak: f32,
  rightRest: f32,
  // Sum of rightPeak − x over the right ones.
  rightFall: f32,
  rights: f32,
}

// What the slopes of a row need.
struct Kept {
  peak: f32,
  // The share of all that the wrong ones have, over the sum that they are measured by.
  weight: f32,
  wrongShare: f32,
  rightPeak: f32,
  rightWeight: f32,
  // One over the number of right ones.
  aim: f32,
}

fn emptyState() -> State {
  return State(lowest, 0.0, 0.0, lowest, 0.0, 0.0, 0.0);
}

fn rateOf() -> f32 {
  return abs(scaleNumber());
}

fn turned(score: f32) -> f32 {
  return select(score, -score, scaleNumber() < 0.0);
}

// One more score, with the right ones or with the wrong ones. Without a branch: where both sides of one are run anyway,
// joining what they left costs more than they do.
fn takePair(state: State, role: u32, other: u32, score: f32) -> State {
  let x = turned(score);
  let isRight = role == right;
  let sum = expSumTake(
    select(state.peak, state.rightPeak, isRight), select(state.rest, state.rightRest, isRight), x, rateOf(),
  );
  let isWrong = role == wrong;
  return State(
    select(state.peak, sum.peak, isWrong),
    select(state.rest, sum.rest, isWrong),
    select(state.spread, joinedSpread(sum, state.rest, state.spread, 0.0, 0.0), isWrong),
    select(state.rightPeak, sum.peak, isRight),
    select(state.rightRest, sum.rest, isRight),
    select(state.rightFall, state.rightFall + (state.rights * sum.riseA + sum.riseB), isRight),
    select(state.rights, state.rights + 1.0, isRight),
  );
}

fn mergeStates(a: State, b: State) -> State {
  let wrongs = expSumJoin(a.peak, a.rest, b.peak, b.rest, rateOf());
  let rights = expSumJoin(a.rightPeak, a.rightRest, b.rightPeak, b.rightRest, rateOf());
  return State(
    wrongs.peak,
    wrongs.rest,
    joinedSpread(wrongs, a.rest, a.spread, b.rest, b.spread),
    rights.peak,
    rights.rest,
    (a.rightFall + a.rights * rights.riseA) + (b.rightFall + b.rights * rights.riseB),
    a.rights + b.rights,
  );
}

// Of two spreads one is measured from a lower peak: its terms lie that much farther from the joint one.
fn joinedSpread(sum: ExpSum, restA: f32, spreadA: f32, restB: f32, spreadB: f32) -> f32 {
  if (!TRAINS) {
    return 0.0;
  }
  let belowA = sum.riseA > 0.0;
  let lowerRest = select(restB, restA, belowA);
  let lowerSpread = select(spreadB, spreadA, belowA);
  let fallen = sum.fade * (lowerSpread + (lowerRest + 1.0) * (sum.riseA + sum.riseB));
  return select(spreadA, spreadB, belowA) + fallen;
}

fn counts(state: State) -> bool {
  return state.rights > 0.0;
}

// The loss of a row, what its slopes need, and its slope by the scale: of a row with one right score, how far the
// others are above it, as the softmax weighs them.
fn finish(state: State) -> Outcome {
  var outcome: Outcome;
  if (!counts(state)) {
    return outcome;
  }
  let rate = rateOf();
  let rightLog = log1p(state.rightRest);
  outcome.loss = rightLog + rate * state.rightFall / state.rights;
  outcome.kept.rightPeak = state.rightPeak;
  outcome.kept.rightWeight = 1.0 / (1.0 + state.rightRest);
  outcome.kept.aim = 1.0 / state.rights;
  // Of nothing wrong there is no log.
  if (isMasked(state.peak)) {
    return outcome;
  }
  // log of all wrong over all right ones, and the shares of either.
  let odds = rate * (state.peak - state.rightPeak) + (log1p(state.rest) - rightLog);
  let t = decay(-abs(odds));
  let lower = t / (1.0 + t);
  let upper = 1.0 / (1.0 + t);
  let share = select(lower, upper, odds >= 0.0);
  outcome.loss += max(odds, 0.0) + log1pUnit(t);
  outcome.kept.peak = state.peak;
  outcome.kept.weight = share / (1.0 + state.rest);
  outcome.kept.wrongShare = share;
  outcome.kept.rightWeight *= select(upper, lower, odds >= 0.0);
  let above = (state.peak - state.rightPeak) - state.spread / (1.0 + state.rest);
  outcome.slopes.x = select(above, -above, scaleNumber() < 0.0) * share;
  return outcome;
}

// By the score. A lone right one is drawn by what the wrong ones have, which p − 1 would lose.
fn slopeOf(kept: Kept, role: u32, score: f32) -> f32 {
  let isRight = role == right;
  let fall = decay(min(rateOf() * (turned(score) - select(kept.peak, kept.rightPeak, isRight)), 0.0));
  let drawn = select(kept.rightWeight * fall - kept.aim, -kept.wrongShare, kept.aim == 1.0);
  return select(scaleNumber() * select(kept.weight * fall, drawn, isRight), 0.0, role == ignored);
}
