// What the means of the first steps lack, as they began at 0: 1 − β₁ᵗ, and the root of 1 − β₂ᵗ.
fn adamCorrections(params: adamParams, step: f32) -> vec2f {
  return vec2f(-expm1(step * params.logBeta1), sqrt(-expm1(step * params.logBeta2)));
}

// The mean gradient over the root of the mean square, so that every parameter moves by about the learning rate.
// The shares 1 − β come as numbers of their own: the difference in f32 would be off by ten thousandths for a β near 1.
fn adamMoved(params: adamParams, corrections: vec2f, old: adamState, gradient: vec4f) -> adamState {
  let slope = gradient + params.weightDecay * old.parameter;
  let mean = towards(old.mean, slope, params.meanShare);
  let variance = towards(old.variance, slope * slope, params.varianceShare);
  let pull = mean / corrections.x / (sqrt(variance) / corrections.y + params.epsilon);
  // Decay and pull are added up first: beside the parameter each would be rounded by itself.
  let change = params.learningRate * (params.shrinkage * old.parameter + pull);
  return adamState(old.parameter - change, mean, variance);
}
