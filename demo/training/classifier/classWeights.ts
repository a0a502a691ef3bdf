/**
 * What each class counts: one over how often it is shown, to the power of `strength`, so that a picture counts 1 on
 * average. At 0 all pictures count alike, at 1 all classes.
 */
export function classWeights(labels: Int32Array, classes: number, strength: number): number[] {
  const counts = Array.from({ length: classes }, (_, k) => labels.filter((label) => label === k).length);
  const raised = counts.map((count) => Math.max(1, count) ** -strength);
  const total = raised.reduce((sum, weight, k) => sum + weight * (counts[k] as number), 0);
  return raised.map((weight) => (weight * labels.length) / total);
}
