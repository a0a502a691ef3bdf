// A small miss is charged by half its square, a large one by its size less log 2, with no joint between.
fn logCoshValue(params: logCoshParams, predictions: f32, targets: f32) -> logCoshSlopes {
  let error = predictions - targets;
  let slope = preciseTanh(error);
  return logCoshSlopes(logCosh(error), slope, -slope);
}
