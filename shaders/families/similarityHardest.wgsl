// The farthest right one and the nearest wrong one, by squared distance; ties go to the lower index.
struct State {
  right: f32,
  rightIndex: u32,
  wrong: f32,
  wrongIndex: u32,
}

// What an anchor chose, and what it pulls each by: one over the distance, 0 where there is none.
struct Kept {
  rightIndex: u32,
  wrongIndex: u32,
  rightPull: f32,
  wrongPull: f32,
}

const nobody = 0xffffffffu;

fn emptyState() -> State {
  return State(-1.0, nobody, largest, nobody);
}

fn takePair(state: State, role: u32, other: u32, score: f32) -> State {
  let isRight = role == right;
  let isWrong = role == wrong;
  return mergeStates(
    state,
    State(
      select(-1.0, score, isRight),
      select(nobody, other, isRight),
      select(largest, score, isWrong),
      select(nobody, other, isWrong),
    ),
  );
}

fn mergeStates(a: State, b: State) -> State {
  let farther = b.right > a.right || (b.right == a.right && b.rightIndex < a.rightIndex);
  let nearer = b.wrong < a.wrong || (b.wrong == a.wrong && b.wrongIndex < a.wrongIndex);
  return State(
    select(a.right, b.right, farther),
    select(a.rightIndex, b.rightIndex, farther),
    select(a.wrong, b.wrong, nearer),
    select(a.wrongIndex, b.wrongIndex, nearer),
  );
}

fn counts(state: State) -> bool {
  return state.rightIndex != nobody && state.wrongIndex != nobody;
}

fn finish(state: State) -> Outcome {
  var outcome = Outcome(0.0, vec2f(0.0), Kept(nobody, nobody, 0.0, 0.0));
  if (counts(state)) {
    let farthest = sqrt(state.right);
    let nearest = sqrt(state.wrong);
    outcome.loss = valueOf(farthest, nearest);
    if (outcome.loss > 0.0) {
      // No distance has no direction.
      outcome.kept = Kept(
        state.rightIndex,
        state.wrongIndex,
        select(0.0, 1.0 / farthest, farthest > 0.0),
        select(0.0, 1.0 / nearest, nearest > 0.0),
      );
    }
  }
  return outcome;
}
