// @ts-check
/** What is timed of training: whole runs of so many steps, from the first encode to the last number of the last step. */

/**
 * `least`: how many times longer a peer must take, and of `copy` the fraction of its speed. A softmaxDescent is a chain: each step's logits are those of the step
 * before, less the gradient times a learning rate.
 *
 * @typedef {{ training: "adam" | "softmaxRegression" | "softmaxDescent", shape: number[], steps: number, least?: Record<string, number> }} TrainingRow
 */

/** @type {readonly TrainingRow[]} */
export const trainingRows = [
  { training: "adam", shape: [10_000_000], steps: 4, least: { tensorflow: 4 } },
  { training: "softmaxRegression", shape: [1024, 784, 10], steps: 100, least: { tensorflow: 3 } },
  { training: "softmaxDescent", shape: [128, 10], steps: 100, least: { tensorflow: 8, jax: 3 } },
];

/** For a GPU under Dawn, where the peer is `torch.py`'s. @type {readonly TrainingRow[]} */
export const deviceTrainingRows = [{ training: "adam", shape: [2 ** 26], steps: 1, least: { copy: 0.9 } }];

/** Small enough to try the harness anywhere. @type {readonly TrainingRow[]} */
export const smallTrainingRows = [
  { training: "adam", shape: [10_000], steps: 4 },
  { training: "softmaxRegression", shape: [64, 20, 10], steps: 10 },
  { training: "softmaxDescent", shape: [64, 10], steps: 20 },
];

/** @param {TrainingRow} row */
export function trainingNameOf({ training, shape, steps }) {
  return `${training} [${shape.join("×")}], ${steps} step${steps === 1 ? "" : "s"}`;
}
