// Weight, mean and spread of the targets (the weighted sum of squares about their mean), and the residuals' sum of
// squares. The mean is kept as a distance from a pivot, a target itself: of targets that lie far from 0, close to
// each other, distances are exact.
struct rSquaredState {
  pivot: f32,
  weight: f32,
  mean: f32,
  spread: f32,
  residual: f32,
}

fn rSquaredEmpty() -> rSquaredState {
  return rSquaredState(0.0, 0.0, 0.0, 0.0, 0.0);
}

fn rSquaredOne(predictions: f32, targets: f32, weight: f32) -> rSquaredState {
  let error = targets - predictions;
  return rSquaredState(targets, weight, 0.0, 0.0, weight * error * error);
}

// Chan, Golub and LeVeque.
fn rSquaredMerge(a: rSquaredState, b: rSquaredState) -> rSquaredState {
  let residual = a.residual + b.residual;
  if (b.weight == 0.0) {
    return rSquaredState(a.pivot, a.weight, a.mean, a.spread + b.spread, residual);
  }
  if (a.weight == 0.0) {
    return rSquaredState(b.pivot, b.weight, b.mean, a.spread + b.spread, residual);
  }
  let weight = a.weight + b.weight;
  let apart = (b.pivot - a.pivot) + (b.mean - a.mean);
  let share = select(0.0, b.weight / weight, weight != 0.0);
  return rSquaredState(
    a.pivot,
    weight,
    a.mean + apart * share,
    a.spread + b.spread + (apart * a.weight) * (apart * share),
    residual,
  );
}
