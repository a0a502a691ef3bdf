// Pairs that belong together (target 1) cost what their cosine lacks of 1; pairs that do not (−1) cost what it has
// beyond the margin, and nothing from the margin on. Lengths cost nothing, and the pull is that of the sine.

fn cosineEmbeddingEmpty() -> cosineEmbeddingState {
  return cosineEmbeddingState(vec4f(0.0), 0.0, vec4f(0.0));
}

fn cosineEmbeddingTake(
  state: cosineEmbeddingState,
  params: cosineEmbeddingParams,
  row: cosineEmbeddingRow,
  item: cosineEmbeddingItem,
) -> cosineEmbeddingState {
  let sides = cosineSides(item.a, item.b);
  return cosineEmbeddingState(state.squares + sides.squares, state.tilt + sides.tilt, state.products);
}

fn cosineEmbeddingMerge(a: cosineEmbeddingState, b: cosineEmbeddingState) -> cosineEmbeddingState {
  return cosineEmbeddingState(a.squares + b.squares, a.tilt + b.tilt, a.products + b.products);
}

fn cosineEmbeddingRetake(
  state: cosineEmbeddingState,
  first: cosineEmbeddingState,
  params: cosineEmbeddingParams,
  row: cosineEmbeddingRow,
  item: cosineEmbeddingItem,
) -> cosineEmbeddingState {
  let frame = cosineFrame(first.squares, first.tilt, row.classes);
  let products = cosineProducts(frame, item.a, item.b);
  return cosineEmbeddingState(state.squares, state.tilt, state.products + products);
}

fn cosineEmbeddingLoss(state: cosineEmbeddingState, params: cosineEmbeddingParams, row: cosineEmbeddingRow) -> f32 {
  let cosine = cosineOf(cosineFrame(state.squares, state.tilt, row.classes), state.products);
  return select(max(cosine.value - params.margin, 0.0), cosine.gap, row.targets > 0.0);
}

fn cosineEmbeddingSlope(
  state: cosineEmbeddingState,
  params: cosineEmbeddingParams,
  row: cosineEmbeddingRow,
  item: cosineEmbeddingItem,
) -> cosineEmbeddingSlopes {
  let frame = cosineFrame(state.squares, state.tilt, row.classes);
  let beyond = cosineOf(frame, state.products).value > params.margin;
  let pull = select(select(0.0, 1.0, beyond), -1.0, row.targets > 0.0);
  let slopes = pull * cosineSlopes(frame, state.products, item.a, item.b);
  return cosineEmbeddingSlopes(slopes.x, slopes.y);
}
