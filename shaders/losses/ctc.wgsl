// A path names a class or the blank at every frame; repeats merged and blanks dropped, it must read as the targets.
// Cells stand for the places of the targets with a blank before, between and behind them. A path reaches a cell from
// the same one, from the one before, or past the blank between two different labels: what these have come to is
// added, so a small miss (another alignment) costs little and only what no alignment explains is charged in full.
fn ctcArrive(stay: vec2f, onward: vec2f) -> vec2f {
  return scaledPair(stay, onward);
}

// The probability of a class, relative to that of the likeliest of the frame; who passes a cell is multiplied by it.
fn ctcEmit(logit: f32, peak: f32) -> vec2f {
  return scaledExp(logit - peak);
}

// −log p of all paths; `logs` is Σ over frames of what was left out by taking the likeliest class for 1.
fn ctcLoss(logs: f32, paths: vec2f) -> f32 {
  return max(logs - scaledLog(paths), 0.0);
}

// By a logit: the probability of its class less the share of all paths that name it at this frame.
fn ctcSlope(probability: f32, share: f32) -> f32 {
  return probability - share;
}
