// Two softmaxes over the same entries as they grow: p of rate·x, the truth, and q of rate·y, the guess.
// `peak` and `rest` are those of ExpSum, for either. `pull` is the sum of e^(rate·(x − peakP))·(peakQ − y), `own`
// the same of x itself; none of their terms is negative.
//
// Where the two are nearly one, everything else would cancel: so beside these goes `mean`, Σ p·a, where a is
// rate·(y − x) less that of the entry at x's peak (whose y is `level`), and `spread`, the sum of
// e^(rate·(x − peakP))·(e^b − 1 − b) with b = a − mean. It has no negative term, and is merged as variances are.
// Then KL(p ‖ q) = log(1 + Σ p·(e^b − 1 − b)).
struct SoftmaxPair {
  peakP: f32,
  restP: f32,
  peakQ: f32,
  restQ: f32,
  pull: f32,
  own: f32,
  level: f32,
  mean: f32,
  spread: f32,
  // 1: some p > 0 has a q of 0.
  blocked: u32,
  // One over the temperature; 0 in the empty pair.
  rate: f32,
}

// A spread that is of no use, because an entry has one of p and q only, or e^b ends f32.
const wildSpread = 1e20;

fn softmaxPairEmpty() -> SoftmaxPair {
  return SoftmaxPair(lowest, 0.0, lowest, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0u, 0.0);
}

fn softmaxPairOne(x: f32, y: f32, rate: f32) -> SoftmaxPair {
  var one = softmaxPairEmpty();
  one.peakP = x;
  one.peakQ = y;
  let isSplit = isMasked(x) != isMasked(y);
  one.level = select(y, 0.0, isMasked(x) || isMasked(y));
  one.spread = select(0.0, wildSpread, isSplit);
  one.rate = rate;
  one.blocked = select(0u, 1u, isSplit && isMasked(y));
  return one;
}

// (y − x) − (level − top), by whichever pair of differences is the smaller, and so the less rounded.
fn softmaxPairGap(x: f32, y: f32, top: f32, level: f32) -> f32 {
  let across = abs(y - x) + abs(level - top);
  let along = abs(y - level) + abs(x - top);
  return select((y - level) - (x - top), (y - x) - (level - top), across < along);
}

// The sum of e^b − 1 − b where every b has grown by `rise`.
fn softmaxPairMoved(spread: f32, mass: f32, rise: f32) -> f32 {
  let growth = preciseExp(rise);
  let rest = select((growth - 1.0) - rise, expRest(lower(upper(rise, -0.35), 0.35)), abs(rise) < 0.35);
  return growth * spread + mass * rest;
}

fn softmaxPairJoin(a: SoftmaxPair, b: SoftmaxPair) -> SoftmaxPair {
  var both = softmaxPairEmpty();
  let rate = upper(a.rate, b.rate);
  both.rate = rate;
  let p = expSumJoin(a.peakP, a.restP, b.peakP, b.restP, rate);
  let q = expSumJoin(a.peakQ, a.restQ, b.peakQ, b.restQ, rate);
  both.peakP = p.peak;
  both.restP = p.rest;
  both.peakQ = q.peak;
  both.restQ = q.rest;
  let isLowerA = a.peakP < b.peakP;
  let fadeA = select(1.0, p.fade, isLowerA);
  let fadeB = select(p.fade, 1.0, isLowerA);
  let isEmptyA = a.peakP == lowest;
  let isEmptyB = b.peakP == lowest;
  let massA = select(fadeA * (1.0 + a.restP), 0.0, isEmptyA);
  let massB = select(fadeB * (1.0 + b.restP), 0.0, isEmptyB);
  both.pull = (fadeA * a.pull + massA * q.riseA) + (fadeB * b.pull + massB * q.riseB);
  both.own = (fadeA * a.own + massA * p.riseA) + (fadeB * b.own + massB * p.riseB);
  both.blocked = max(a.blocked, b.blocked);
  both.level = select(a.level, b.level, isLowerA);
  let isLone = isEmptyA || isEmptyB;
  let isWild = upper(a.spread, b.spread) >= wildSpread;
  if (isLone || isWild) {
    both.mean = select(a.mean, b.mean, isEmptyA);
    both.spread = select(upper(a.spread, b.spread), wildSpread, isWild);
    return both;
  }
  // Both means from the upper peak's entry, then each towards the joint mean by the other's share.
  let lowX = select(b.peakP, a.peakP, isLowerA);
  let lowY = select(b.level, a.level, isLowerA);
  let offset = softmaxPairGap(lowX, lowY, p.peak, both.level) * rate;
  let meanA = a.mean + select(0.0, offset, isLowerA);
  let meanB = b.mean + select(offset, 0.0, isLowerA);
  let gap = (meanA - meanB) / (massA + massB);
  let riseA = gap * massB;
  let riseB = -gap * massA;
  // From the heavier side: a light one's mean may be far from the joint one, which is near 0.
  both.mean = select(meanA - riseA, meanB - riseB, massB > massA);
  let spread = softmaxPairMoved(fadeA * a.spread, massA, lower(upper(riseA, -1e20), 30.0))
    + softmaxPairMoved(fadeB * b.spread, massB, lower(upper(riseB, -1e20), 30.0));
  both.spread = select(lower(spread, wildSpread), wildSpread, upper(riseA, riseB) > 30.0);
  return both;
}

// log(1 + Σ p·(e^b − 1 − b)): the divergence where `softmaxPairIsClose`, and what normalises q/p there.
fn softmaxPairNearness(pair: SoftmaxPair) -> f32 {
  return log1p(pair.spread / (1.0 + pair.restP));
}

// Whether p and q are so near each other that their difference is better had from that of x and y.
fn softmaxPairIsClose(pair: SoftmaxPair) -> bool {
  return abs(pair.mean) < 1.0 && pair.spread < 0.25 * (1.0 + pair.restP) && pair.spread < wildSpread;
}

// −Σ p·log q.
fn softmaxPairCross(pair: SoftmaxPair) -> f32 {
  return pair.pull * pair.rate / (1.0 + pair.restP) + log1p(pair.restQ);
}

// Σ p·(log p − log q).
fn softmaxPairDivergence(pair: SoftmaxPair) -> f32 {
  let gap = (pair.pull - pair.own) * pair.rate / (1.0 + pair.restP) + (log1p(pair.restQ) - log1p(pair.restP));
  return select(upper(gap, 0.0), softmaxPairNearness(pair), softmaxPairIsClose(pair));
}

// q − p of an entry.
fn softmaxPairExcess(pair: SoftmaxPair, x: f32, y: f32) -> f32 {
  let fallP = upper(pair.peakP - x, 0.0) * pair.rate;
  let fallQ = upper(pair.peakQ - y, 0.0) * pair.rate;
  let shareP = 1.0 / (1.0 + pair.restP);
  let p = select(decay(-fallP) * shareP, 0.0, isMasked(x));
  if (softmaxPairIsClose(pair)) {
    let gap = softmaxPairGap(x, y, pair.peakP, pair.level) * pair.rate;
    return p * expm1((gap - pair.mean) - softmaxPairNearness(pair));
  }
  let shareQ = 1.0 / (1.0 + pair.restQ);
  let q = select(decay(-fallQ) * shareQ, 0.0, isMasked(y));
  // Of two that are nearly sure of the same, what they lack of 1 has the digits.
  let isTop = fallP == 0.0 && fallQ == 0.0;
  return select(q - p, pair.restP * shareP - pair.restQ * shareQ, isTop);
}
