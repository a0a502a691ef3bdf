// The discriminator pays for a fake that scores high and a real that scores low, with the cross entropy.
fn minimaxGanReal(params: minimaxGanParams, real: f32) -> minimaxGanSlopes {
  return minimaxGanSlopes(softplus(-real), -sigmoid(-real));
}

fn minimaxGanFake(params: minimaxGanParams, fake: f32) -> minimaxGanSlopes {
  return minimaxGanSlopes(softplus(fake), sigmoid(fake));
}

// The generator wins what the discriminator pays: a fake that is seen through is hardly pulled.
fn minimaxGanGenerator(params: minimaxGanParams, fake: f32) -> minimaxGanSlopes {
  return minimaxGanSlopes(-softplus(fake), -sigmoid(fake));
}
