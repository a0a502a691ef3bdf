// Cross entropy + epsilon(1 − p_t): the first term of its Taylor series is weighed 1 + epsilon, which
// charges small misses more (epsilon > 0) and leaves large ones nearly alone.
fn binaryPoly1Value(params: binaryPoly1Params, logits: f32, targets: f32) -> binaryPoly1Slopes {
  let up = logits >= 0.0;
  let t = decay(-abs(logits));
  let big = 1.0 / (1.0 + t);
  let little = t * big;
  let p = select(little, big, up);
  let q = select(big, little, up);
  let no = 1.0 - targets;
  let entropy = targets * upper(-logits, 0.0) + no * upper(logits, 0.0) + log1pUnit(t);
  let value = entropy + params.epsilon * (targets * q + no * p);
  let slope = (no * p - targets * q) + params.epsilon * (no - targets) * (big * little);
  return binaryPoly1Slopes(value, slope);
}
