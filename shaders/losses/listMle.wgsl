// The chance that drawing without replacement, by the exponentials of the scores, gives the order of the targets: at
// each place the entry that belongs there is charged by all that are still to come. A swap of neighbours costs
// little, an entry far from its place is charged at every place that it is passed over.

// log(1 + rest/own): what an entry is charged by those behind it, exact where they are nearly nothing.
fn listMleTerm(own: vec2f, rest: vec2f) -> f32 {
  let near = log1p(scaledRatio(rest, own));
  let far = scaledLog(rest) - scaledLog(own);
  return select(near, far, rest.y - own.y > 20.0);
}

// By its score: its share of every place before its own, and of its own what is wanting to 1. `before` is Σ 1/all
// over the places before.
fn listMleSlope(own: vec2f, before: vec2f, rest: vec2f, all: vec2f) -> f32 {
  return scaledRatio(scaledTimes(own, before), scaledOne) - scaledRatio(rest, all);
}
