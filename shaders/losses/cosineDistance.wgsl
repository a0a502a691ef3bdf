// One minus the cosine of the angle between two vectors, whatever their lengths: 0 where they point the same way,
// 1 at a right angle, 2 where they are opposite. Small angles cost and pull little, and so does the last bit of
// an opposite: the pull is that of the sine.

fn cosineDistanceEmpty() -> cosineDistanceState {
  return cosineDistanceState(vec4f(0.0), 0.0, vec4f(0.0));
}

fn cosineDistanceTake(
  state: cosineDistanceState,
  params: cosineDistanceParams,
  row: cosineDistanceRow,
  item: cosineDistanceItem,
) -> cosineDistanceState {
  let sides = cosineSides(item.predictions, item.targets);
  return cosineDistanceState(state.squares + sides.squares, state.tilt + sides.tilt, state.products);
}

fn cosineDistanceMerge(a: cosineDistanceState, b: cosineDistanceState) -> cosineDistanceState {
  return cosineDistanceState(a.squares + b.squares, a.tilt + b.tilt, a.products + b.products);
}

fn cosineDistanceRetake(
  state: cosineDistanceState,
  first: cosineDistanceState,
  params: cosineDistanceParams,
  row: cosineDistanceRow,
  item: cosineDistanceItem,
) -> cosineDistanceState {
  let frame = cosineFrame(first.squares, first.tilt, row.classes);
  let products = cosineProducts(frame, item.predictions, item.targets);
  return cosineDistanceState(state.squares, state.tilt, state.products + products);
}

fn cosineDistanceLoss(state: cosineDistanceState, params: cosineDistanceParams, row: cosineDistanceRow) -> f32 {
  return cosineOf(cosineFrame(state.squares, state.tilt, row.classes), state.products).gap;
}

fn cosineDistanceSlope(
  state: cosineDistanceState,
  params: cosineDistanceParams,
  row: cosineDistanceRow,
  item: cosineDistanceItem,
) -> cosineDistanceSlopes {
  let frame = cosineFrame(state.squares, state.tilt, row.classes);
  let slopes = cosineSlopes(frame, state.products, item.predictions, item.targets);
  return cosineDistanceSlopes(-slopes.x, -slopes.y);
}
