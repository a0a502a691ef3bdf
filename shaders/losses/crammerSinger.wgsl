// Only the strongest wrong class counts: it is pushed down, and the label up, until the label leads by the
// margin; then the row costs nothing.

fn crammerSingerEmpty() -> crammerSingerState {
  return crammerSingerState(lowest, 0xffffffffu);
}

fn crammerSingerTake(
  state: crammerSingerState,
  params: crammerSingerParams,
  row: crammerSingerRow,
  item: crammerSingerItem,
) -> crammerSingerState {
  if (item.index == row.label) {
    return state;
  }
  return crammerSingerMerge(state, crammerSingerState(item.scores, item.index));
}

// A tie goes to the lower index, whichever side it comes from.
fn crammerSingerMerge(a: crammerSingerState, b: crammerSingerState) -> crammerSingerState {
  let second = b.rival > a.rival || (b.rival == a.rival && b.index < a.index);
  return crammerSingerState(select(a.rival, b.rival, second), select(a.index, b.index, second));
}

// A row of one class has no rival.
fn crammerSingerExcess(state: crammerSingerState, params: crammerSingerParams, row: crammerSingerRow) -> f32 {
  if (state.index == 0xffffffffu) {
    return 0.0;
  }
  return upper((state.rival - row.labelValue) + params.margin, 0.0);
}

fn crammerSingerLoss(state: crammerSingerState, params: crammerSingerParams, row: crammerSingerRow) -> f32 {
  return crammerSingerExcess(state, params, row);
}

fn crammerSingerSlope(
  state: crammerSingerState,
  params: crammerSingerParams,
  row: crammerSingerRow,
  item: crammerSingerItem,
) -> crammerSingerSlopes {
  let inside = crammerSingerExcess(state, params, row) > 0.0;
  let side = select(select(0.0, 1.0, item.index == state.index), -1.0, item.index == row.label);
  return crammerSingerSlopes(select(0.0, side, inside));
}
