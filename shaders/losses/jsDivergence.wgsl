// How far two distributions are from the mixture of them: β·KL(P ‖ M) + (1 − β)·KL(Q ‖ M). It is bounded, whatever
// either rules out: a class that one of them lacks costs −β·log β or −(1 − β)·log(1 − β) of the other's. A small
// difference costs its square.
//
// An entry's own term is never negative, so nothing cancels between entries. Within one it does where P is near Q:
// there the term is base·(k·h(x) − h(k·x)), h(x) = (1 + x)·log(1 + x) − x, with x what the other is more than the
// base and k ≤ ½ the other's weight.

struct jsDivergenceTerm {
  cost: f32,
  towardsLogProbabilities: f32,
  towardsLogTargets: f32,
}

fn jsDivergenceEmpty() -> jsDivergenceState {
  return jsDivergenceState(0.0);
}

// h for |x| < 0.65, by s = x/(2 + x), of which atanh is half the logarithm: relative accuracy at 0.
fn jsDivergenceRest(x: f32) -> f32 {
  let s = x / (2.0 + x);
  let z = s * s;
  let q = (((0.090909091 * z + 0.11111111) * z + 0.14285714) * z + 0.2) * z + 0.33333333;
  return 2.0 * z * (1.0 + s * q + z * q) / (1.0 - s);
}

// By the larger of the two, `high`, of weight w, and the other, of weight v = 1 − w, d apart in logs.
fn jsDivergenceOf(params: jsDivergenceParams, item: jsDivergenceItem) -> jsDivergenceTerm {
  let isTarget = item.logTargets >= item.logProbabilities;
  let highLog = max(item.logTargets, item.logProbabilities);
  let lowLog = min(item.logTargets, item.logProbabilities);
  if (isMasked(highLog)) {
    return jsDivergenceTerm(0.0, 0.0, 0.0);
  }
  let isAlone = isMasked(lowLog);
  let w = select(params.gamma, params.beta, isTarget);
  let v = select(params.beta, params.gamma, isTarget);
  let d = select(highLog - lowLog, 200.0, isAlone);
  let high = preciseExp(highLog);
  let low = select(preciseExp(lowLog), 0.0, isAlone);

  // log(M/high) = log(w + v·e^−d), log(M/low) = log(1 + w·(e^d − 1)).
  let less = expm1(-d);
  let more = expm1(min(d, 80.0));
  let mixed = select(log1p(v * less), preciseLog(w + v * preciseExp(-d)), v * less < -0.5);
  let towardsHigh = -w * high * mixed;
  let towardsLow = -v * low * select(log1p(w * more), mixed + d, d > 80.0);
  var cost = towardsHigh + towardsLow;
  if (d < 0.5) {
    let isHeavy = w >= 0.5;
    let k = min(w, v);
    let x = select(more, less, isHeavy);
    cost = select(low, high, isHeavy) * (k * jsDivergenceRest(x) - jsDivergenceRest(k * x));
  }
  return jsDivergenceTerm(
    cost,
    select(towardsHigh, towardsLow, isTarget),
    select(towardsLow, towardsHigh, isTarget),
  );
}

fn jsDivergenceTake(
  state: jsDivergenceState,
  params: jsDivergenceParams,
  row: jsDivergenceRow,
  item: jsDivergenceItem,
) -> jsDivergenceState {
  return jsDivergenceState(state.total + jsDivergenceOf(params, item).cost);
}

fn jsDivergenceMerge(a: jsDivergenceState, b: jsDivergenceState) -> jsDivergenceState {
  return jsDivergenceState(a.total + b.total);
}

fn jsDivergenceLoss(state: jsDivergenceState, params: jsDivergenceParams, row: jsDivergenceRow) -> f32 {
  return state.total;
}

fn jsDivergenceSlope(
  state: jsDivergenceState,
  params: jsDivergenceParams,
  row: jsDivergenceRow,
  item: jsDivergenceItem,
) -> jsDivergenceSlopes {
  let term = jsDivergenceOf(params, item);
  return jsDivergenceSlopes(term.towardsLogProbabilities, term.towardsLogTargets);
}
