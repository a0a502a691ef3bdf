// The discriminator pays half the square of how far a real is from 1 and a fake from 0.
fn leastSquaresGanReal(params: leastSquaresGanParams, real: f32) -> leastSquaresGanSlopes {
  let error = real - 1.0;
  return leastSquaresGanSlopes(0.5 * error * error, error);
}

fn leastSquaresGanFake(params: leastSquaresGanParams, fake: f32) -> leastSquaresGanSlopes {
  return leastSquaresGanSlopes(0.5 * fake * fake, fake);
}

// The generator pays half the square of how far a fake is from 1, on whichever side.
fn leastSquaresGanGenerator(params: leastSquaresGanParams, fake: f32) -> leastSquaresGanSlopes {
  let error = fake - 1.0;
  return leastSquaresGanSlopes(0.5 * error * error, error);
}
