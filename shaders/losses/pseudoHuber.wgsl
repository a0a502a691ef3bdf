// A small miss is charged by half its square, a large one by delta times its size, with no joint between.
//
// √(1 + u²) − 1 = u²/(√(1 + u²) + 1) does not cancel for small u; beyond 1e9 the root is u itself.
fn pseudoHuberValue(params: pseudoHuberParams, predictions: f32, targets: f32) -> pseudoHuberSlopes {
  let error = predictions - targets;
  let u = abs(error) / params.delta;
  let near = lower(u, 1e9);
  let root = select(u, sqrt(fma(near, near, 1.0)), u < 1e9);
  let slope = error / root;
  return pseudoHuberSlopes(error * (error / (root + 1.0)), slope, -slope);
}
