// The largest class of a row, the first of equals, and how probable it is. The loss of a row is the class, counted
// from 1: what does not count is 0.

fn topClassEmpty() -> topClassState {
  return topClassState(lowest, 0xffffffffu, 0.0);
}

fn topClassTake(state: topClassState, params: topClassParams, row: topClassRow, item: topClassItem) -> topClassState {
  let value = select(item.probabilities, item.logits, topClassFromLogits);
  if (topClassFromLogits && isMasked(value)) {
    return state;
  }
  return topClassMerge(state, topClassState(value, item.index, 0.0));
}

// `rest` is the sum of e^(x − peak) over all classes but the largest.
fn topClassMerge(a: topClassState, b: topClassState) -> topClassState {
  let second = b.peak > a.peak || (b.peak == a.peak && b.index < a.index);
  var top = a;
  var other = b;
  if (second) {
    top = b;
    other = a;
  }
  if (topClassFromLogits && topClassWantsConfidence && other.index != 0xffffffffu) {
    top.rest += (1.0 + other.rest) * decay(other.peak - top.peak);
  }
  return top;
}

fn topClassLoss(state: topClassState, params: topClassParams, row: topClassRow) -> f32 {
  return f32(state.index + 1u);
}

fn topClassOutputs(state: topClassState, params: topClassParams, row: topClassRow) -> array<f32, 1> {
  return array<f32, 1>(select(state.peak, 1.0 / (1.0 + state.rest), topClassFromLogits));
}
