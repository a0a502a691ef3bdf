/** What is timed: a loss, a shape, and the ratios to peers that are asked for. */

const million = 2 ** 20;

/**
 * `least`: how many times longer a peer must take, and of `copy` the fraction of its speed. `large` rows want a real GPU and `--large`. `sampled`: so
 * many rows are judged, where all would take the reference hours. `alone`: no peer runs, for the row is there to show how
 * time grows.
 *
 * `targets`: the labels of every sequence, for ctc. `classes`: those of linear, whose shape is that of its inputs.
 *
 * @typedef {{ loss: string, shape: number[], targets?: number, classes?: number, least?: Record<string, number>, large?: boolean, sampled?: number, alone?: boolean }} Row
 */

/** @type {readonly Row[]} */
export const rows = [
  { loss: "mse", shape: [4 * million], least: { tensorflow: 9, jax: 3.5, plain: 0.2, copy: 0.6 } },
  { loss: "huber", shape: [4 * million], least: { tensorflow: 18, jax: 8 } },
  {
    loss: "binaryCrossEntropyWithLogits",
    shape: [4 * million],
    least: { tensorflow: 18, jax: 20, plain: 1 },
  },
  { loss: "softmaxCrossEntropy", shape: [2048, 1000], least: { tensorflow: 12, jax: 5 } },
  { loss: "softmaxCrossEntropy", shape: [65536, 10], least: { tensorflow: 100, jax: 5 } },
  { loss: "softmaxCrossEntropy", shape: [128, 32000], least: { tensorflow: 8, jax: 4.5 } },
  { loss: "ssim", shape: [2, 1, 128, 128], least: { tensorflow: 4 } },
  { loss: "ctc", shape: [256, 16, 64], targets: 40, least: { plain: 3 } },
  // Cost grows with the frames: the slope of these four in logarithms is to be within 0.1 of 1.
  ...[512, 1024, 2048, 4096].map((frames) => ({ loss: "ctc", shape: [frames, 16, 64], targets: 40 })),
  { loss: "linear", shape: [256, 128], classes: 10_000, least: { tensorflow: 3, jax: 1 } },
  { loss: "infoNce", shape: [1024, 128], least: { tensorflow: 3, jax: 1 } },
  // And with all pairs: of these and the one before within 0.1 of 2.
  ...[2048, 4096].map((pairs) => ({ loss: "infoNce", shape: [pairs, 128], sampled: 64, alone: true })),
  { loss: "mse", shape: [64 * million], large: true },
  { loss: "huber", shape: [64 * million], large: true },
  { loss: "softmaxCrossEntropy", shape: [65536, 1000], large: true },
  { loss: "softmaxCrossEntropy", shape: [8192, 32000], large: true },
  { loss: "infoNce", shape: [32768, 64], large: true, sampled: 16 },
];

/**
 * For a GPU under Dawn, where the peers are `torch.py`'s: `eager` and `compile`, and of linear `products`, the part of
 * its time that three products of its matrices take there. `mostBytes` beyond inputs and gradients.
 *
 * @type {readonly (Row & { mostBytes?: number })[]}
 */
export const deviceRows = [
  { loss: "mse", shape: [64 * million], least: { copy: 0.9, eager: 2, compile: 1.3 } },
  { loss: "huber", shape: [64 * million], least: { copy: 0.9, eager: 2, compile: 1.3 } },
  { loss: "binaryCrossEntropyWithLogits", shape: [64 * million], least: { copy: 0.9 } },
  { loss: "softmaxCrossEntropy", shape: [65536, 1000], least: { copy: 0.85 } },
  { loss: "softmaxCrossEntropy", shape: [32768, 4096], least: { copy: 0.85 } },
  // 0.85 of a copy that reads twice, as rows must be that no processor can keep.
  { loss: "softmaxCrossEntropy", shape: [4096, 128256], least: { copy: 0.57, eager: 2.5, compile: 1 } },
  { loss: "ctc", shape: [512, 32, 64], targets: 100, least: { eager: 2 } },
  {
    ...{ loss: "linear", shape: [4096, 1024], classes: 128256, sampled: 4 },
    ...{ least: { products: 0.35 }, mostBytes: 64 * million },
  },
];

/** The same losses, small enough to try the harness anywhere. @type {readonly Row[]} */
export const smallRows = [
  { loss: "mse", shape: [million / 8] },
  { loss: "huber", shape: [million / 8] },
  { loss: "binaryCrossEntropyWithLogits", shape: [million / 8] },
  { loss: "softmaxCrossEntropy", shape: [128, 1000] },
  { loss: "softmaxCrossEntropy", shape: [8192, 10] },
  { loss: "softmaxCrossEntropy", shape: [8, 32000] },
  { loss: "ssim", shape: [1, 1, 64, 64] },
  { loss: "ctc", shape: [40, 4, 20], targets: 6 },
  { loss: "linear", shape: [16, 8], classes: 100 },
  { loss: "linear", shape: [32, 8], classes: 100, sampled: 4 },
  { loss: "infoNce", shape: [64, 32] },
  { loss: "infoNce", shape: [128, 16], sampled: 16 },
];

/** @param {Row} row */
export function nameOf({ loss, shape, classes }) {
  const power = shape.length === 1 && Number.isInteger(Math.log2(shape[0] ?? 0));
  if (classes) return `${loss} softmaxCrossEntropy [${shape}]·[${shape.at(-1)},${classes}]`;
  return `${loss} ${power ? `2^${Math.log2(shape[0])}` : `[${shape}]`}`;
}

/** @param {Row} row */
export function elementsOf({ shape }) {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** Rows of the losses that have a class axis, images, sequences of ctc, else elements. @param {Row} row */
export function itemsOf({ loss, shape }) {
  return (loss === "ctc" ? shape[1] : shape[0]) ?? 1;
}

/** What each input means to the generators of data. The gradient is that of the first; of linear also of the weights. */
const inputKinds = {
  mse: { predictions: "wide", targets: "normal" },
  huber: { predictions: "wide", targets: "normal" },
  binaryCrossEntropyWithLogits: { logits: "wide", targets: "binary" },
  softmaxCrossEntropy: { logits: "wide", labels: "label" },
  ssim: { predictions: "unit", targets: "unit" },
  linear: { inputs: "normal", weightMatrix: "small", labels: "label" },
  ctc: { logits: "wide", targets: "target", targetLengths: "length" },
  infoNce: { queries: "normal", keys: "normal" },
};

/**
 * The inputs of a row by name: their shapes and what they hold.
 *
 * @param {Row} row
 * @returns {{ name: string, shape: number[], kind: "wide" | "normal" | "small" | "binary" | "unit" | "label" | "target" | "length" }[]}
 */
export function inputsOf(row) {
  const { loss, shape, targets = 0, classes = 0 } = row;
  const items = itemsOf(row);
  const own = { small: [shape.at(-1), classes], label: [items], target: [items, targets], length: [items] };
  return Object.entries(inputKinds[loss]).map(([name, kind]) => ({ name, kind, shape: own[kind] ?? shape }));
}

/** Which inputs' gradients are wanted, the one that is judged first. @param {Row} row */
export function gradientsOf(row) {
  const [first, second] = inputsOf(row);
  return row.loss === "linear" ? [first.name, second.name] : [first.name];
}

/** Bytes of the gradients that are wanted. @param {Row} row */
export function gradientBytesOf(row) {
  const wanted = gradientsOf(row);
  return inputsOf(row)
    .filter(({ name }) => wanted.includes(name))
    .reduce((sum, { shape }) => sum + 4 * shape.reduce((product, axis) => product * axis, 1), 0);
}

/**
 * The least that must move: every full-sized input read once, the gradient written once.
 *
 * @param {Row} row
 */
export function trafficOf(row) {
  const reads = inputsOf(row).filter(({ kind }) => !["label", "target", "length"].includes(kind)).length;
  return { reads, bytes: 4 * (reads + 1) * elementsOf(row) };
}
