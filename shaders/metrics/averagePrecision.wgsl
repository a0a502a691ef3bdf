// A stretch of items from the highest score down: what is positive and negative in all, and what is positive in its
// last group of equal scores. `one`: it is all one group.
struct averagePrecisionState {
  items: u32,
  one: u32,
  last: u32,
  lastPositive: f32,
  positive: f32,
  negative: f32,
}

fn averagePrecisionEmpty() -> averagePrecisionState {
  return averagePrecisionState(0u, 1u, 0u, 0.0, 0.0, 0.0);
}

fn averagePrecisionOne(key: u32, positive: f32, negative: f32) -> averagePrecisionState {
  return averagePrecisionState(1u, 1u, key, positive, positive, negative);
}

fn averagePrecisionMerge(a: averagePrecisionState, b: averagePrecisionState) -> averagePrecisionState {
  if (b.items == 0u) {
    return a;
  }
  if (a.items == 0u) {
    return b;
  }
  let goesOn = b.one == 1u && a.last == b.last;
  return averagePrecisionState(
    a.items + b.items,
    select(0u, 1u, goesOn && a.one == 1u),
    b.last,
    b.lastPositive + select(0.0, a.lastPositive, goesOn),
    a.positive + b.positive,
    a.negative + b.negative,
  );
}

// At the end of a group: the recall it adds, not yet divided by all positives, times the precision so far.
fn averagePrecisionStep(state: averagePrecisionState) -> f32 {
  let seen = state.positive + state.negative;
  return select(0.0, state.lastPositive * (state.positive / seen), seen != 0.0);
}
