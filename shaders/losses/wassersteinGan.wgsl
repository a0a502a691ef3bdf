// The critic pays the fakes' scores less the reals': every score pulls with one force, without end.
fn wassersteinGanReal(params: wassersteinGanParams, real: f32) -> wassersteinGanSlopes {
  return wassersteinGanSlopes(-real, -1.0);
}

fn wassersteinGanFake(params: wassersteinGanParams, fake: f32) -> wassersteinGanSlopes {
  return wassersteinGanSlopes(fake, 1.0);
}

// The generator is paid its fakes' scores.
fn wassersteinGanGenerator(params: wassersteinGanParams, fake: f32) -> wassersteinGanSlopes {
  return wassersteinGanSlopes(-fake, -1.0);
}
