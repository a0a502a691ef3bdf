// The anchor's positive shall be nearer than its negative by the margin. Where it is, nothing is pulled; where
// it is not, all three are, with the same force for a small miss and a large one. Distances are p-norms of
// differences to which ε = 1e-6 is added, as PyTorch does, so even equal vectors have a distance.
//
// A distance is gathered in two numbers. p = 1: (0, Σ|x|). p = 2: those of squareSum. Else: the largest |x|,
// and the sum of (|x|/largest)^p. For p = 1 and 2 the difference of the two distances is gathered too (`lead`,
// for p = 2 that of their squares): of long distances that hardly differ it alone has the digits.

fn tripletEmpty() -> tripletState {
  return tripletState(vec2f(0.0), vec2f(0.0), vec2f(0.0), 0.0, 0.0);
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

// What an item adds to the lead: x and y differ by what positive and negative do, without their rounding.
fn tripletLead(item: tripletItem, x: f32, y: f32) -> f32 {
  let apart = item.negative - item.positive;
  if (tripletManhattan) {
    return select(abs(x) - abs(y), sign(x) * apart, sign(x) * sign(y) > 0.0);
  }
  return apart * (x + y);
}

fn tripletTake(
  state: tripletState,
  params: tripletParams,
  row: tripletRow,
  item: tripletItem,
) -> tripletState {
  var one = tripletEmpty();
  let x = tripletGap(item.anchor, item.positive);
  let y = tripletGap(item.anchor, item.negative);
  one.positive = tripletTerm(x);
  one.negative = tripletTerm(y);
  if (tripletManhattan || tripletEuclidean) {
    one.lead = tripletLead(item, x, y);
  }
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
    a.lead + b.lead,
    power,
  );
}

struct tripletSides {
  positive: f32,
  negative: f32,
  swapped: f32,
  // d(anchor, positive) − d(anchor, negative).
  lead: f32,
  // By how much the negative is too near.
  short: f32,
  // How much of the force is on the side between positive and negative: half where both sides are as long.
  share: f32,
}

fn tripletSidesOf(state: tripletState, params: tripletParams) -> tripletSides {
  var sides: tripletSides;
  sides.positive = tripletLength(params, state.positive);
  sides.negative = tripletLength(params, state.negative);
  sides.lead = sides.positive - sides.negative;
  if (tripletManhattan) {
    sides.lead = state.lead;
  }
  if (tripletEuclidean) {
    let sum = sides.positive + sides.negative;
    sides.lead = select(state.lead / sum, 0.0, sum == 0.0);
  }
  var lead = sides.lead;
  if (tripletSwap) {
    sides.swapped = tripletLength(params, state.swapped);
    lead = select(sides.lead, sides.positive - sides.swapped, sides.swapped < sides.negative);
    let isTied = sides.swapped == sides.negative;
    sides.share = select(select(0.0, 1.0, sides.swapped < sides.negative), 0.5, isTied);
  }
  sides.short = lead + params.margin;
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

// The slope of the lead by the anchor, x/d(x) − y/d(y). Long differences that are nearly one leave little of
// each other: for p = 2 that is (x − y − u·lead)/d, u the direction of the shorter, d the longer distance. Vectors
// of one number have only signs for directions.
fn tripletTurn(params: tripletParams, sides: tripletSides, item: tripletItem, x: f32, y: f32, size: f32) -> f32 {
  let plain = tripletPull(params, x, sides.positive) - tripletPull(params, y, sides.negative);
  if (!tripletEuclidean) {
    return plain;
  }
  let isNearer = sides.positive <= sides.negative;
  let along = tripletPull(params, select(y, x, isNearer), min(sides.positive, sides.negative));
  let far = max(sides.positive, sides.negative);
  let turn = ((item.negative - item.positive) - along * sides.lead) / select(far, 1.0, far == 0.0);
  return select(turn, plain, size == 1.0);
}

fn tripletSlope(
  state: tripletState,
  params: tripletParams,
  row: tripletRow,
  item: tripletItem,
) -> tripletSlopes {
  let sides = tripletSidesOf(state, params);
  let x = tripletGap(item.anchor, item.positive);
  let y = tripletGap(item.anchor, item.negative);
  let toPositive = tripletPull(params, x, sides.positive);
  let toNegative = (1.0 - sides.share) * tripletPull(params, y, sides.negative);
  let turn = sides.share * toPositive + (1.0 - sides.share) * tripletTurn(params, sides, item, x, y, row.classes);
  var across = 0.0;
  if (tripletSwap) {
    across = sides.share * tripletPull(params, tripletGap(item.positive, item.negative), sides.swapped);
  }
  let force = select(0.0, 1.0, sides.short > 0.0);
  return tripletSlopes(force * turn, -force * (toPositive + across), force * (toNegative + across));
}
