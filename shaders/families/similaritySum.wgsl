// One loss per pair, of scale·score + bias, summed over a row.
struct State {
  loss: f32,
  byScale: f32,
  byBias: f32,
}

fn emptyState() -> State {
  return State(0.0, 0.0, 0.0);
}

fn logitOf(score: f32) -> f32 {
  return scaleNumber() * score + biasNumber();
}

fn takePair(state: State, role: u32, other: u32, score: f32) -> State {
  var next = state;
  let x = logitOf(score);
  next.loss += select(valueOf(x, role), 0.0, role == ignored);
  if (TRAINS) {
    let slope = select(slopeOfValue(x, role), 0.0, role == ignored);
    next.byScale += slope * score;
    next.byBias += slope;
  }
  return next;
}

fn mergeStates(a: State, b: State) -> State {
  return State(a.loss + b.loss, a.byScale + b.byScale, a.byBias + b.byBias);
}

fn counts(state: State) -> bool {
  return true;
}

// The slopes of a pair need nothing of its row.
struct Kept {
  nothing: f32,
}

fn finish(state: State) -> Outcome {
  return Outcome(state.loss, vec2f(state.byScale, state.byBias), Kept(0.0));
}

fn slopeOf(kept: Kept, role: u32, score: f32) -> f32 {
  return select(scaleNumber() * slopeOfValue(logitOf(score), role), 0.0, role == ignored);
}
