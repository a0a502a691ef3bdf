// Every parameter is charged by its size, and pulled to 0 with one force: the small ones arrive there.
fn l1Value(params: l1Params, parameters: f32) -> l1Slopes {
  return l1Slopes(abs(parameters), sign(parameters));
}
