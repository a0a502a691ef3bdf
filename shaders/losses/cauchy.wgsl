// A small miss is charged by half its square in units of the scale; a large one by the logarithm of its size,
// so that its pull fades away.
//
// Beyond 1e9 scales log(1 + ½u²) is 2·log u − log 2, whose square cannot overflow.
fn cauchyValue(params: cauchyParams, predictions: f32, targets: f32) -> cauchySlopes {
  let error = predictions - targets;
  let u = abs(error) / params.scale;
  let near = lower(u, 1e9);
  let far = u > near;
  let half = 0.5 * near * near;
  let log = log1p(select(half, u, far));
  let pull = select(near / (1.0 + half), 2.0 / upper(u, 1.0), far);
  let slope = sign(error) * pull / params.scale;
  return cauchySlopes(select(log, 2.0 * log - 0.6931472, far), slope, -slope);
}
