// Momentum adds up what past gradients pulled, each past step fading; nesterov looks one step ahead.
fn sgdMoved(params: sgdParams, old: sgdState, gradient: vec4f) -> sgdState {
  let slope = gradient + params.weightDecay * old.parameter;
  let momentum = params.momentum * old.momentum + slope;
  let pull = select(momentum, slope + params.momentum * momentum, params.nesterov != 0.0);
  return sgdState(old.parameter - params.learningRate * pull, momentum);
}
