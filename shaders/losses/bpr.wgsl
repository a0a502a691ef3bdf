// Bayesian personalised ranking: the positive far ahead costs nearly nothing and pulls as little; far behind,
// its gap, with a pull that never exceeds 1.
fn bprValue(params: bprParams, positive: f32, negative: f32) -> bprSlopes {
  let behind = negative - positive;
  let t = decay(-abs(behind));
  let pull = select(t, 1.0, behind >= 0.0) / (1.0 + t);
  return bprSlopes(upper(behind, 0.0) + log1pUnit(t), -pull, pull);
}
