// The cross entropy of targets against given probabilities: a class that was thought sure costs nothing, one
// thought impossible a hundred (the log's floor). The pull is 1/p, so it grows without a logit to bound it.

fn categoricalCrossEntropyEmpty() -> categoricalCrossEntropyState {
  return categoricalCrossEntropyState(0.0);
}

// −log p, at most 100, which is far below what preciseLog makes of 0. The sign of −0 is dropped.
fn categoricalCrossEntropySurprise(probability: f32) -> f32 {
  return lower(-preciseLog(abs(probability)), 100.0);
}

fn categoricalCrossEntropyTake(
  state: categoricalCrossEntropyState,
  params: categoricalCrossEntropyParams,
  row: categoricalCrossEntropyRow,
  item: categoricalCrossEntropyItem,
) -> categoricalCrossEntropyState {
  if (categoricalCrossEntropySoft) {
    let cost = item.classWeight * item.targets * categoricalCrossEntropySurprise(item.probabilities);
    return categoricalCrossEntropyState(state.total + cost);
  }
  return state;
}

fn categoricalCrossEntropyMerge(
  a: categoricalCrossEntropyState,
  b: categoricalCrossEntropyState,
) -> categoricalCrossEntropyState {
  return categoricalCrossEntropyState(a.total + b.total);
}

fn categoricalCrossEntropyLoss(
  state: categoricalCrossEntropyState,
  params: categoricalCrossEntropyParams,
  row: categoricalCrossEntropyRow,
) -> f32 {
  if (categoricalCrossEntropySoft) {
    return state.total;
  }
  return row.classWeight * categoricalCrossEntropySurprise(row.labelValue);
}

fn categoricalCrossEntropySlope(
  state: categoricalCrossEntropyState,
  params: categoricalCrossEntropyParams,
  row: categoricalCrossEntropyRow,
  item: categoricalCrossEntropyItem,
) -> categoricalCrossEntropySlopes {
  var own = select(0.0, row.classWeight, item.index == row.label);
  if (categoricalCrossEntropySoft) {
    own = item.classWeight * item.targets;
  }
  return categoricalCrossEntropySlopes(-own / upper(item.probabilities, 1e-12));
}
