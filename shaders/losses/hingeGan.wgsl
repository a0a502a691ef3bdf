// The discriminator pays for a real below 1 and a fake above −1, and nothing for those beyond.
fn hingeGanReal(params: hingeGanParams, real: f32) -> hingeGanSlopes {
  let short = 1.0 - real;
  return hingeGanSlopes(upper(short, 0.0), select(0.0, -1.0, short > 0.0));
}

fn hingeGanFake(params: hingeGanParams, fake: f32) -> hingeGanSlopes {
  let short = 1.0 + fake;
  return hingeGanSlopes(upper(short, 0.0), select(0.0, 1.0, short > 0.0));
}

// The generator is paid its fakes' scores.
fn hingeGanGenerator(params: hingeGanParams, fake: f32) -> hingeGanSlopes {
  return hingeGanSlopes(-fake, -1.0);
}
