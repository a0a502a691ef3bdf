// −log of the probability that the logit gives to what happened: a confident and right logit costs nearly
// nothing, a confident and wrong one its size.
//
// log(1 + e^±x) = max(±x, 0) + log(1 + e^−|x|): terms ≥ 0, so that no small loss is a difference of large ones.
fn binaryCrossEntropyWithLogitsValue(
  params: binaryCrossEntropyWithLogitsParams,
  logits: f32,
  targets: f32,
) -> binaryCrossEntropyWithLogitsSlopes {
  let yes = params.posWeight * (targets * (1.0 - params.labelSmoothing) + 0.5 * params.labelSmoothing);
  let no = (1.0 - targets) * (1.0 - params.labelSmoothing) + 0.5 * params.labelSmoothing;
  let t = decay(-abs(logits));
  let rest = log1pUnit(t);
  let big = 1.0 / (1.0 + t);
  let up = logits >= 0.0;
  let value = yes * (upper(-logits, 0.0) + rest) + no * (upper(logits, 0.0) + rest);
  let slope = no * select(t * big, big, up) - yes * select(big, t * big, up);
  return binaryCrossEntropyWithLogitsSlopes(value, slope);
}
