// Every parameter is charged by half its square: large ones are pulled hard, small ones hardly.
fn l2Value(params: l2Params, parameters: f32) -> l2Slopes {
  return l2Slopes(0.5 * parameters * parameters, parameters);
}
