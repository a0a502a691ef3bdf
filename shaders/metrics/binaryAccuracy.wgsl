// An element is right where it is above the threshold and positive, or not above it and negative.
fn binaryAccuracyValue(params: binaryAccuracyParams, probabilities: f32, targets: f32) -> binaryAccuracySlopes {
  return binaryAccuracySlopes(select(0.0, 1.0, (probabilities > params.threshold) == (targets > 0.5)));
}

fn binaryAccuracyLogits(params: binaryAccuracyParams, logits: f32, targets: f32) -> binaryAccuracySlopes {
  return binaryAccuracyValue(params, sigmoid(logits), targets);
}
