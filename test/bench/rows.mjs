/** What is timed: a loss, a shape, and the ratios to peers that are asked for. */

const million = 2 ** 20;

/**
 * `least`: how many times longer a peer must take. `large` rows want a real GPU and `--large`. `sampled`: so
 * many rows are judged, where all would take the reference hours.
 *
 * @typedef {{ loss: string, shape: number[], least?: Record<string, number>, large?: boolean, sampled?: number }} Row
 */

/** @type {readonly Row[]} */
export const rows = [
  { loss: "mse", shape: [4 * million], least: { tensorflow: 7, jax: 2.5 } },
  { loss: "huber", shape: [4 * million], least: { tensorflow: 12, jax: 5 } },
  { loss: "binaryCrossEntropyWithLogits", shape: [4 * million], least: { tensorflow: 12, jax: 5 } },
  { loss: "softmaxCrossEntropy", shape: [2048, 1000], least: { tensorflow: 6, jax: 3 } },
  { loss: "softmaxCrossEntropy", shape: [65536, 10], least: { tensorflow: 6, jax: 3 } },
  { loss: "softmaxCrossEntropy", shape: [128, 32000], least: { tensorflow: 6, jax: 3 } },
  { loss: "infoNce", shape: [1024, 128], least: { tensorflow: 3, jax: 1 } },
  { loss: "mse", shape: [64 * million], large: true },
  { loss: "huber", shape: [64 * million], large: true },
  { loss: "softmaxCrossEntropy", shape: [65536, 1000], large: true },
  { loss: "softmaxCrossEntropy", shape: [8192, 32000], large: true },
  { loss: "infoNce", shape: [32768, 64], large: true, sampled: 16 },
];

/** For a GPU under Dawn, where the peers are `torch.py`'s. @type {readonly Row[]} */
export const deviceRows = [
  { loss: "mse", shape: [64 * million] },
  { loss: "huber", shape: [64 * million] },
  { loss: "binaryCrossEntropyWithLogits", shape: [64 * million] },
  { loss: "softmaxCrossEntropy", shape: [65536, 1000] },
  { loss: "softmaxCrossEntropy", shape: [32768, 4096] },
  { loss: "softmaxCrossEntropy", shape: [4096, 128256] },
];

/** The same losses, small enough to try the harness anywhere. @type {readonly Row[]} */
export const smallRows = [
  { loss: "mse", shape: [million / 8] },
  { loss: "huber", shape: [million / 8] },
  { loss: "binaryCrossEntropyWithLogits", shape: [million / 8] },
  { loss: "softmaxCrossEntropy", shape: [128, 1000] },
  { loss: "softmaxCrossEntropy", shape: [8192, 10] },
  { loss: "softmaxCrossEntropy", shape: [8, 32000] },
  { loss: "infoNce", shape: [64, 32] },
  { loss: "infoNce", shape: [128, 16], sampled: 16 },
];

/** @param {Row} row */
export function nameOf({ loss, shape }) {
  const power = shape.length === 1 && Number.isInteger(Math.log2(shape[0] ?? 0));
  return `${loss} ${power ? `2^${Math.log2(shape[0])}` : `[${shape}]`}`;
}

/** @param {Row} row */
export function elementsOf({ shape }) {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** Rows of the losses that have a class axis, else elements. @param {Row} row */
export function itemsOf({ shape }) {
  return shape[0] ?? 1;
}

/** What each input means to the generators of data. The gradient is that of the first. */
const inputKinds = {
  mse: { predictions: "wide", targets: "normal" },
  huber: { predictions: "wide", targets: "normal" },
  binaryCrossEntropyWithLogits: { logits: "wide", targets: "binary" },
  softmaxCrossEntropy: { logits: "wide", labels: "label" },
  infoNce: { queries: "normal", keys: "normal" },
};

/**
 * The inputs of a row by name: their shapes and what they hold.
 *
 * @param {Row} row
 * @returns {{ name: string, shape: number[], kind: "wide" | "normal" | "binary" | "label" }[]}
 */
export function inputsOf({ loss, shape }) {
  return Object.entries(inputKinds[loss]).map(([name, kind]) => ({
    name,
    kind,
    shape: kind === "label" ? shape.slice(0, 1) : shape,
  }));
}

/**
 * The least that must move: every full-sized input read once, the gradient written once.
 *
 * @param {Row} row
 */
export function trafficOf(row) {
  const reads = inputsOf(row).filter(({ kind }) => kind !== "label").length;
  return { reads, bytes: 4 * (reads + 1) * elementsOf(row) };
}
