// Pairs that belong together (target 1) cost half the square of their distance, as a spring that pulls them;
// pairs that do not (0) are pushed by the square of what they lack of the margin, and left alone from there on.

fn contrastiveEmpty() -> contrastiveState {
  return contrastiveState(vec2f(0.0));
}

fn contrastiveTake(
  state: contrastiveState,
  params: contrastiveParams,
  row: contrastiveRow,
  item: contrastiveItem,
) -> contrastiveState {
  return contrastiveState(state.squares + squareSum(item.a - item.b));
}

fn contrastiveMerge(a: contrastiveState, b: contrastiveState) -> contrastiveState {
  return contrastiveState(a.squares + b.squares);
}

fn contrastiveLoss(state: contrastiveState, params: contrastiveParams, row: contrastiveRow) -> f32 {
  let length = squareRoot(state.squares);
  let short = upper(params.margin - length, 0.0);
  return 0.5 * row.targets * length * length + 0.5 * (1.0 - row.targets) * short * short;
}

// The distance has no direction where it is 0, and so no slope.
fn contrastiveSlope(
  state: contrastiveState,
  params: contrastiveParams,
  row: contrastiveRow,
  item: contrastiveItem,
) -> contrastiveSlopes {
  let length = squareRoot(state.squares);
  let short = upper(params.margin - length, 0.0);
  let push = select(short / length, 0.0, length == 0.0);
  let slope = (row.targets - (1.0 - row.targets) * push) * (item.a - item.b);
  return contrastiveSlopes(slope, -slope);
}
