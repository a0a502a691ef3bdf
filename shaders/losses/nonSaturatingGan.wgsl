// The discriminator pays for a fake that scores high and a real that scores low, with the cross entropy.
fn nonSaturatingGanReal(params: nonSaturatingGanParams, real: f32) -> nonSaturatingGanSlopes {
  return nonSaturatingGanSlopes(softplus(-real), -sigmoid(-real));
}

fn nonSaturatingGanFake(params: nonSaturatingGanParams, fake: f32) -> nonSaturatingGanSlopes {
  return nonSaturatingGanSlopes(softplus(fake), sigmoid(fake));
}

// The generator pays for a fake that scores low: one that is seen through is pulled hardest.
fn nonSaturatingGanGenerator(params: nonSaturatingGanParams, fake: f32) -> nonSaturatingGanSlopes {
  return nonSaturatingGanSlopes(softplus(-fake), -sigmoid(-fake));
}
