// The anchor's positive shall be nearer than its negative by the margin. Where it is, nothing is pulled; where
// it is not, all three are, with the same force for a small miss and a large one. Distances are p-norms of
// differences to which ε = 1e-6 is added, as PyTorch does, so even equal vectors have a distance.
//
// A distance is gathered in two numbers. p = 1: (0, Σ|x|). p = 2: those of squareSum. Else: the largest |x|,
// and the sum of (|x|/largest)^p.

fn tripletEmpty() -> tripletState {
  return tripletState(vec2f(0.0), vec2f(0.0), vec2f(0.0), 0.0);
}

fn tripletGap(x: f32, y: f32) -> f32 {
  return (x - y) + 1e-6;
}

fn tripletTerm(x: f32) -> vec2f {
  if (tripletManhattan) {
    return vec2f(0.0, abs(x));
  }
  if (tripletEuclidean) {
    return squareSum(x);
  }
  return vec2f(abs(x), select(0.0, 1.0, x != 0.0));
}

fn tripletJoin(power: f32, a: vec2f, b: vec2f) -> vec2f {
  if (tripletManhattan || tripletEuclidean) {
    return a + b;
  }
  let low = min(a.x, b.x);
  let high = max(a.x, b.x);
  let fade = precisePow(low / select(high, 1.0, high == 0.0), power);
  return vec2f(high, select(a.y * fade + b.y, a.y + b.y * fade, a.x >= b.x));
}

fn tripletLength(params: tripletParams, sum: vec2f) -> f32 {
  if (tripletManhattan) {
    return sum.y;
  }
  if (tripletEuclidean) {
    return squareRoot(sum);
  }
  return sum.x * precisePow(sum.y, 1.0 / params.p);
}

fn tripletTake(
  state: tripletState,
  params: tripletParams,
  row: tripletRow,
  item: tripletItem,
) -> tripletState {
  var one = tripletEmpty();
  one.positive = tripletTerm(tripletGap(item.anchor, item.positive));
  one.negative = tripletTerm(tripletGap(item.anchor, item.negative));
  if (tripletSwap) {
    one.swapped = tripletTerm(tripletGap(item.positive, item.negative));
  }
  one.power = params.p;
  return tripletMerge(state, one);
}

fn tripletMerge(a: tripletState, b: tripletState) -> tripletState {
  let power = max(a.power, b.power);
  return tripletState(
    tripletJoin(power, a.positive, b.positive),
    tripletJoin(power, a.negative, b.negative),
    tripletJoin(power, a.swapped, b.swapped),
    power,
  );
}

struct tripletSides {
  positive: f32,
  negative: f32,
  swapped: f32,
  // By how much the negative is too near.
  short: f32,
  // How much of the force is on the side between positive and negative: half where both sides are as long.
  share: f32,
}

fn tripletSidesOf(state: tripletState, params: tripletParams) -> tripletSides {
  var sides: tripletSides;
  sides.positive = tripletLength(params, state.positive);
  sides.negative = tripletLength(params, state.negative);
  var near = sides.negative;
  if (tripletSwap) {
    sides.swapped = tripletLength(params, state.swapped);
    near = min(sides.negative, sides.swapped);
    let isTied = sides.swapped == sides.negative;
    sides.share = select(select(0.0, 1.0, sides.swapped < sides.negative), 0.5, isTied);
  }
  sides.short = (sides.positive - near) + params.margin;
  return sides;
}

fn tripletLoss(state: tripletState, params: tripletParams, row: tripletRow) -> f32 {
  return max(tripletSidesOf(state, params).short, 0.0);
}

// The slope of a distance by one difference in it.
fn tripletPull(params: tripletParams, x: f32, length: f32) -> f32 {
  let part = x / select(length, 1.0, length == 0.0);
  if (tripletManhattan) {
    return sign(x);
  }
  if (tripletEuclidean) {
    return part;
  }
  return sign(x) * precisePow(abs(part), params.p - 1.0);
}

fn tripletSlope(
  state: tripletState,
  params: tripletParams,
  row: tripletRow,
  item: tripletItem,
) -> tripletSlopes {
  let sides = tripletSidesOf(state, params);
  let toPositive = tripletPull(params, tripletGap(item.anchor, item.positive), sides.positive);
  let toNegative = (1.0 - sides.share) * tripletPull(params, tripletGap(item.anchor, item.negative), sides.negative);
  var across = 0.0;
  if (tripletSwap) {
    across = sides.share * tripletPull(params, tripletGap(item.positive, item.negative), sides.swapped);
  }
  let force = select(0.0, 1.0, sides.short > 0.0);
  return tripletSlopes(force * (toPositive - toNegative), -force * (toPositive + across), force * (toNegative + across));
}
