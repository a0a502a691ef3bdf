// Histograms of scores in [0, 1], of the positives and then of the negatives. The last bin has its upper end too.
fn rocAucOfTargets(params: rocAucParams, item: LedgerItem) -> array<Entry, 1> {
  let bins = item.columns;
  let bin = min(u32(max(item.value * f32(bins), 0.0)), bins - 1u);
  return array<Entry, 1>(Entry(select(bins, 0u, item.goal > 0.5) + bin, 1.0));
}

// A stretch of items from the highest score down: what is positive and negative in all, in its first and in its last
// group of equal scores, and twice the number of pairs won, ties half. `one`: it is all one group.
struct rocAucState {
  items: u32,
  one: u32,
  first: u32,
  last: u32,
  firstPositive: f32,
  firstNegative: f32,
  lastPositive: f32,
  lastNegative: f32,
  positive: f32,
  negative: f32,
  wins: f32,
}

fn rocAucEmpty() -> rocAucState {
  return rocAucState(0u, 1u, 0u, 0u, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
}

fn rocAucOne(key: u32, positive: f32, negative: f32) -> rocAucState {
  return rocAucState(1u, 1u, key, key, positive, negative, positive, negative, positive, negative, 0.0);
}

// A positive before a negative wins; of a group that reaches across the border it is a tie both ways.
fn rocAucMerge(a: rocAucState, b: rocAucState) -> rocAucState {
  if (b.items == 0u) {
    return a;
  }
  if (a.items == 0u) {
    return b;
  }
  let across = select(0.0, 1.0, a.last == b.first);
  var both = a;
  both.items += b.items;
  both.positive += b.positive;
  both.negative += b.negative;
  both.wins += b.wins + 2.0 * a.positive * b.negative
    + across * (a.lastNegative * b.firstPositive - a.lastPositive * b.firstNegative);
  if (a.one == 1u) {
    both.firstPositive += across * b.firstPositive;
    both.firstNegative += across * b.firstNegative;
  }
  let reaches = select(0.0, across, b.one == 1u);
  both.last = b.last;
  both.lastPositive = b.lastPositive + reaches * a.lastPositive;
  both.lastNegative = b.lastNegative + reaches * a.lastNegative;
  both.one = select(0u, 1u, a.one == 1u && b.one == 1u && across == 1.0);
  return both;
}
