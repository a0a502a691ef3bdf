// Cross entropy plus epsilon times what the targets' classes lack of probability 1: with epsilon > 0 a row
// that is nearly right is pulled harder than by cross entropy alone, one that is far off hardly so.
//
// `peak` and `rest` are those of ExpSum. `pull` is the sum of target × (peak − logit), `mass` that of the
// targets, `peakTarget` the target of the peak, and `hit` the sum of target × e^(logit − peak) over all others.

struct poly1Figures {
  surprise: f32,
  // Σ t, and Σ t·(1 − p)
  mass: f32,
  miss: f32,
}

fn poly1Empty() -> poly1State {
  return poly1State(lowest, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0u);
}

fn poly1Take(state: poly1State, params: poly1Params, row: poly1Row, item: poly1Item) -> poly1State {
  var one = poly1Empty();
  let masked = isMasked(item.logits);
  one.peak = item.logits;
  if (poly1Soft) {
    let blocked = masked && item.targets > 0.0;
    one.blocked = select(0u, 1u, blocked);
    one.mass = select(0.0, item.targets, blocked || !masked);
    one.peakTarget = select(item.targets, 0.0, masked);
  }
  one.unmasked = select(1.0, 0.0, masked);
  return poly1Joined(state, one, expSumTake(state.peak, state.rest, one.peak, 1.0));
}

fn poly1Merge(a: poly1State, b: poly1State) -> poly1State {
  return poly1Joined(a, b, expSumJoin(a.peak, a.rest, b.peak, b.rest, 1.0));
}

fn poly1Joined(a: poly1State, b: poly1State, sum: ExpSum) -> poly1State {
  var both = poly1Empty();
  both.peak = sum.peak;
  both.rest = sum.rest;
  if (poly1Soft) {
    let belowA = a.peak < b.peak;
    both.pull = (a.pull + a.mass * sum.riseA) + (b.pull + b.mass * sum.riseB);
    both.mass = a.mass + b.mass;
    both.peakTarget = select(a.peakTarget, b.peakTarget, belowA);
    let lower = select(b.hit + b.peakTarget, a.hit + a.peakTarget, belowA);
    both.hit = select(a.hit, b.hit, belowA) + sum.fade * lower;
    both.blocked = max(a.blocked, b.blocked);
  }
  if (poly1Smoothed) {
    both.pullAll = (a.pullAll + a.unmasked * sum.riseA) + (b.pullAll + b.unmasked * sum.riseB);
    both.unmasked = a.unmasked + b.unmasked;
  }
  return both;
}

// Smoothing mixes every figure with that of equal targets over the unmasked classes.
fn poly1Of(state: poly1State, params: poly1Params, row: poly1Row) -> poly1Figures {
  let logTotal = log1p(state.rest);
  let total = 1.0 + state.rest;
  var figures = poly1Figures(0.0, 1.0, 1.0);
  if (poly1Soft) {
    figures.surprise = state.pull + state.mass * logTotal;
    figures.mass = state.mass;
    // What a sure row lacks is a small sum here, not a difference.
    figures.miss = ((state.mass - state.peakTarget) + (state.mass * state.rest - state.hit)) / total;
  } else if (!isMasked(row.labelValue)) {
    let fall = state.peak - row.labelValue;
    figures.surprise = logTotal + fall;
    figures.miss = select(1.0 - decay(-fall) / total, state.rest / total, fall == 0.0);
  }
  if (poly1Smoothed) {
    let s = params.labelSmoothing;
    figures.surprise = (1.0 - s) * figures.surprise + s * (state.pullAll / state.unmasked + logTotal);
    figures.mass = (1.0 - s) * figures.mass + s;
    figures.miss = (1.0 - s) * figures.miss + s * (1.0 - 1.0 / state.unmasked);
  }
  return figures;
}

fn poly1Loss(state: poly1State, params: poly1Params, row: poly1Row) -> f32 {
  if (select(isMasked(row.labelValue), state.blocked == 1u, poly1Soft)) {
    return largest;
  }
  let figures = poly1Of(state, params, row);
  return figures.surprise + params.epsilon * ((1.0 - figures.mass) + figures.miss);
}

fn poly1Slope(state: poly1State, params: poly1Params, row: poly1Row, item: poly1Item) -> poly1Slopes {
  let figures = poly1Of(state, params, row);
  let total = 1.0 + state.rest;
  let fall = state.peak - item.logits;
  let probability = decay(-fall) / total;
  var own = select(0.0, 1.0, item.index == row.label);
  if (poly1Soft) {
    own = item.targets;
  }
  var others = select(1.0, state.mass, poly1Soft) - own;
  if (poly1Smoothed) {
    let kept = 1.0 - params.labelSmoothing;
    let share = params.labelSmoothing / state.unmasked;
    own = kept * own + share;
    others = kept * others + share * (state.unmasked - 1.0);
  }
  let isTop = fall == 0.0 && own > 0.5 * figures.mass;
  var slope = select(figures.mass * probability - own, others - figures.mass * (state.rest / total), isTop);
  // Σ t·p falls with a logit by p·(t − Σ t·p).
  slope -= params.epsilon * probability * (figures.miss - others);
  return poly1Slopes(slope);
}
