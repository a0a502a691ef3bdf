// Cross entropy times (1 − p_t)^gamma: what is already right with some certainty hardly counts, so that many
// easy examples do not drown a few hard ones.
//
// `wrong` is the target's share on the side against the logit's sign: 1 − p_t = big·(wrong + (1 − wrong)·t).
// Its power is taken of its logarithm, which for wrong = 0 is −|x| − log(1 + t) and never −∞, and the
// power's derivative is written with (p(1 − p)/(1 − p_t)) ≤ 1, so no 0·∞ arises for gamma < 1.
fn sigmoidFocalValue(params: sigmoidFocalParams, logits: f32, targets: f32) -> sigmoidFocalSlopes {
  let far = abs(logits);
  // What a logarithm or a power is taken of: far is as good as this far.
  let size = lower(far, 1e30);
  let up = logits >= 0.0;
  let t = decay(-lower(size, 87.0));
  let big = 1.0 / (1.0 + t);
  let little = t * big;
  let wrong = select(targets, 1.0 - targets, up);
  let spread = wrong + (1.0 - wrong) * t;
  let rest = log1pUnit(t);
  let entropy = wrong * far + rest;
  let logMiss = select(preciseLog(spread), -size, wrong == 0.0) - rest;
  let alpha = targets * params.alphaPositive + (1.0 - targets) * params.alphaNegative;
  let factor = alpha * preciseExp(params.gamma * logMiss);
  let pull = (1.0 - targets) * select(little, big, up) - targets * select(big, little, up);
  let easing = params.gamma * (1.0 - 2.0 * targets) * (little / spread) * (wrong * size + rest);
  return sigmoidFocalSlopes(factor * entropy, factor * (easing + pull));
}
