// −log of the probability given to what happened: a small miss is charged by its size, a certain and wrong
// probability by 100 and no more.
fn binaryCrossEntropyValue(
  params: binaryCrossEntropyParams,
  probabilities: f32,
  targets: f32,
) -> binaryCrossEntropySlopes {
  let p = probabilities;
  let weight = targets * params.weightOne + (1.0 - targets) * params.weightZero;
  // −0 is a probability too, and its sign is no part of the logarithm.
  let yes = upper(preciseLog(abs(p)), -100.0);
  let no = select(log1p(-p), -100.0, p >= 1.0);
  let slope = (p - targets) / upper(p * (1.0 - p), 1e-12);
  return binaryCrossEntropySlopes(-weight * (targets * yes + (1.0 - targets) * no), weight * slope);
}
