// Every wrong class that comes within the margin of the label's score is charged for it, and the label is
// pulled up by all of them; a label that leads by the margin costs nothing.

fn multiclassHingeEmpty() -> multiclassHingeState {
  return multiclassHingeState(0.0, 0.0);
}

// How far a wrong class is inside the margin.
fn multiclassHingeExcess(params: multiclassHingeParams, row: multiclassHingeRow, item: multiclassHingeItem) -> f32 {
  let excess = (item.scores - row.labelValue) + params.margin;
  return select(upper(excess, 0.0), 0.0, item.index == row.label);
}

// The slope of one excess.
fn multiclassHingePull(excess: f32) -> f32 {
  if (multiclassHingeSquared) {
    return 2.0 * excess;
  }
  return select(0.0, 1.0, excess > 0.0);
}

fn multiclassHingeTake(
  state: multiclassHingeState,
  params: multiclassHingeParams,
  row: multiclassHingeRow,
  item: multiclassHingeItem,
) -> multiclassHingeState {
  let excess = multiclassHingeExcess(params, row, item);
  let cost = select(excess, excess * excess, multiclassHingeSquared);
  return multiclassHingeState(state.total + cost, state.pull + multiclassHingePull(excess));
}

fn multiclassHingeMerge(a: multiclassHingeState, b: multiclassHingeState) -> multiclassHingeState {
  return multiclassHingeState(a.total + b.total, a.pull + b.pull);
}

fn multiclassHingeLoss(
  state: multiclassHingeState,
  params: multiclassHingeParams,
  row: multiclassHingeRow,
) -> f32 {
  return state.total / row.classes;
}

fn multiclassHingeSlope(
  state: multiclassHingeState,
  params: multiclassHingeParams,
  row: multiclassHingeRow,
  item: multiclassHingeItem,
) -> multiclassHingeSlopes {
  let pull = multiclassHingePull(multiclassHingeExcess(params, row, item));
  return multiclassHingeSlopes(select(pull, -state.pull, item.index == row.label) / row.classes);
}
