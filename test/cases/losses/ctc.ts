import type { LossCases, Scene, SceneInput } from "../case.js";
import { filled, integers, normals, spoiled } from "../scenes.js";

const tutorial = "warp-ctc, torch_binding/TUTORIAL.md";
const warp = "warp-ctc, pytorch_binding/tests/test.py";
const tensorflow =
  "TensorFlow, ctc_loss_op_test.py, testBasic (logits there are logarithms of these, the blank is last)";

/** Probabilities of TensorFlow's two sequences, five frames of six classes. */
const first = [
  [0.633766, 0.221185, 0.0917319, 0.0129757, 0.0142857, 0.0260553],
  [0.111121, 0.588392, 0.278779, 0.0055756, 0.00569609, 0.010436],
  [0.0357786, 0.633813, 0.321418, 0.00249248, 0.00272882, 0.0037688],
  [0.0663296, 0.643849, 0.280111, 0.00283995, 0.0035545, 0.00331533],
  [0.458235, 0.396634, 0.123377, 0.00648837, 0.00903441, 0.00623107],
];
const second = [
  [0.30176, 0.28562, 0.0831517, 0.0862751, 0.0816851, 0.161508],
  [0.24082, 0.397533, 0.0557226, 0.0546814, 0.0557528, 0.19549],
  [0.230246, 0.450868, 0.0389607, 0.038309, 0.0391602, 0.202456],
  [0.280884, 0.429522, 0.0326593, 0.0339046, 0.0326856, 0.190345],
  [0.423286, 0.315517, 0.0338439, 0.0393744, 0.0339315, 0.154046],
];
/** Their gradients differ from them in the class of the only path. */
const firstSlopes = [-0.366234, -0.411608, -0.678582, -0.356151, -0.541765];
const secondSlopes = [-0.69824, -0.602467, -0.797544, -0.570478, -0.576714];
const slopesOf = (rows: readonly (readonly number[])[], path: readonly number[], slopes: readonly number[]) =>
  rows.map((row, t) => row.map((p, k) => (k === path[t] ? (slopes[t] as number) : p)));
const slopes1 = slopesOf(first, [0, 1, 2, 1, 0], firstSlopes);
const slopes2 = slopesOf(second, [0, 1, 5, 1, 0], secondSlopes);

/** [T, N, C] of sequences. */
const together = (...sequences: readonly (readonly (readonly number[])[])[]) =>
  (sequences[0] ?? []).map((_, t) => sequences.map((rows) => rows[t] ?? []));

const lengths = (...values: readonly number[]): SceneInput => ({
  shape: [values.length],
  values: Int32Array.from(values),
});

/** Labels other than the blank 0. */
const labels = (shape: readonly number[], seed: number, classes: number): SceneInput => {
  const { values } = integers(shape, seed, classes - 1);
  return { shape, values: Int32Array.from(values, (value) => value + 1) };
};

/** A model that is sure of the blank nearly everywhere, as after the first steps of training. */
const peaky = (frames: number, sequences: number, classes: number, seed: number): SceneInput => {
  const noise = normals([frames, sequences, classes], seed);
  return filled(noise.shape, (i) => (noise.values[i] as number) + (i % classes === 0 ? 12 : 0));
};

/** Every alignment of a sequence is the only one that it could be. */
const confident = (frames: number, classes: number, sure: readonly number[]): SceneInput =>
  filled([frames, 1, classes], (i) => (i % classes === sure[Math.floor(i / classes)] ? 20 : 0));

const ragged = {
  logits: normals([9, 4, 6], 1, 1.5),
  targets: labels([4, 4], 2, 6),
  inputLengths: lengths(9, 7, 8, 0),
  targetLengths: lengths(3, 4, 0, 0),
};

const scenes: readonly Scene[] = [
  { title: "ragged", inputs: ragged, smooth: true },
  {
    title: "the lengths of all frames, flat targets, the blank elsewhere",
    params: { blank: 3 },
    inputs: {
      logits: normals([7, 3, 4], 3),
      targets: { shape: [6], values: Int32Array.from([0, 0, 2, 1, 2, 0]) },
      targetLengths: lengths(3, 1, 2),
    },
    smooth: true,
  },
  {
    title: "repeats, which need a blank between them, just possible and not",
    inputs: {
      logits: normals([5, 3, 3], 4),
      targets: { shape: [3, 3], values: Int32Array.from([1, 1, 1, 2, 2, 2, 1, 2, 1]) },
      inputLengths: lengths(5, 4, 3),
      targetLengths: lengths(3, 3, 3),
    },
  },
  {
    title: "infeasible, for nothing",
    params: { zeroInfinity: true },
    inputs: {
      logits: normals([3, 3, 3], 5),
      targets: { shape: [3, 4], values: Int32Array.from([1, 1, 9, 9, 1, 2, 1, 2, 1, 9, 9, 9]) },
      inputLengths: lengths(2, 3, 3),
      targetLengths: lengths(2, 4, 1),
    },
  },
  {
    title: "what lies behind the lengths may be anything",
    inputs: {
      logits: spoiled(normals([6, 2, 4], 6), {
        36: Number.NaN,
        47: Number.POSITIVE_INFINITY,
        41: Number.NaN,
      }),
      targets: { shape: [2, 3], values: Int32Array.from([1, 2, -7, 3, 99, 0]) },
      inputLengths: lengths(4, 4),
      targetLengths: lengths(2, 1),
    },
  },
  {
    title: "masked classes: one that is not needed, one that is, a whole frame",
    inputs: {
      logits: spoiled(normals([4, 3, 3], 7), {
        2: -Infinity,
        4: -Infinity,
        13: -Infinity,
        22: -Infinity,
        31: -Infinity,
        15: -Infinity,
        16: -Infinity,
        17: -Infinity,
      }),
      targets: { shape: [3, 1], values: Int32Array.from([1, 1, 1]) },
      targetLengths: lengths(1, 1, 1),
    },
  },
  {
    title: "sure of the blank",
    inputs: { logits: peaky(120, 2, 5, 8), targets: labels([2, 20], 9, 5), targetLengths: lengths(20, 13) },
  },
  {
    title: "sure, and right or wrong",
    inputs: {
      logits: confident(6, 4, [1, 1, 0, 2, 0, 3]),
      targets: { shape: [1, 3], values: Int32Array.from([1, 2, 1]) },
      targetLengths: lengths(3),
    },
  },
  {
    title: "logits far apart",
    inputs: {
      logits: normals([20, 2, 4], 10, 400),
      targets: labels([2, 5], 11, 4),
      targetLengths: lengths(5, 4),
    },
  },
  {
    title: "more cells than lanes",
    inputs: {
      logits: normals([300, 2, 9], 12),
      targets: labels([2, 140], 13, 9),
      inputLengths: lengths(300, 299),
      targetLengths: lengths(100, 140),
    },
    large: true,
  },
  {
    title: "more cells than workgroup memory holds",
    inputs: {
      logits: normals([560, 1, 5], 14),
      targets: labels([1, 520], 15, 5),
      targetLengths: lengths(430),
    },
    large: true,
  },
  {
    title: "many classes",
    inputs: {
      logits: normals([4, 2, 3000], 16, 3),
      targets: labels([2, 3], 17, 3000),
      targetLengths: lengths(3, 2),
    },
    large: true,
  },
  {
    title: "2,000 frames",
    inputs: {
      logits: normals([2000, 2, 8], 18, 2),
      targets: labels([2, 60], 19, 8),
      targetLengths: lengths(60, 41),
    },
    large: true,
  },
  {
    title: "no sequences",
    inputs: { logits: normals([3, 0, 4], 20), targets: labels([0, 2], 21, 4), targetLengths: lengths() },
  },
  {
    title: "not a number, in one of two",
    inputs: {
      logits: spoiled(normals([4, 2, 3], 22), { 9: Number.NaN }),
      targets: labels([2, 2], 23, 3),
      targetLengths: lengths(2, 1),
    },
    broken: true,
  },
  {
    title: "lengths and labels out of range",
    inputs: {
      logits: normals([4, 6, 3], 24),
      targets: { shape: [6, 2], values: Int32Array.from([1, 2, 1, 3, 0, 1, 1, 2, 1, 2, -1, 1]) },
      inputLengths: lengths(4, 4, 4, 5, -1, 4),
      targetLengths: lengths(3, 2, 1, 1, 1, 1),
    },
    broken: true,
  },
  {
    title: "flat lengths that do not add up",
    inputs: { logits: normals([4, 2, 3], 25), targets: labels([3], 26, 3), targetLengths: lengths(2, 2) },
    broken: true,
  },
];

export const ctc: LossCases = {
  variants: [{}],
  rows: [
    {
      source: `${tutorial}, first example: log 5`,
      inputs: { logits: [[[0, 0, 0, 0, 0]]], targets: [[1]], targetLengths: [1] },
      loss: [1.6094379425049],
      within: 1e-7,
    },
    {
      source: `${tutorial}, second example: c, blank, c is the only alignment`,
      inputs: {
        logits: [[[1, 2, 3, 4, 5]], [[6, 7, 8, 9, 10]], [[11, 12, 13, 14, 15]]],
        targets: [[3, 3]],
        targetLengths: [2],
      },
      loss: [7.355742931366],
      within: 1e-6,
    },
    {
      source: `${tutorial}, third example: five alignments`,
      inputs: {
        logits: [[[-5, -4, -3, -2, -1]], [[-10, -9, -8, -7, -6]], [[-15, -14, -13, -12, -11]]],
        targets: [[2, 3]],
        targetLengths: [2],
      },
      loss: [4.938850402832],
      within: 1e-6,
    },
    {
      source: `${warp}, test_simple`,
      inputs: {
        logits: [[[0.1, 0.6, 0.1, 0.1, 0.1]], [[0.1, 0.1, 0.6, 0.1, 0.1]]],
        targets: [1, 2],
        targetLengths: [2],
      },
      loss: [2.4628584384918],
      within: 1e-6,
    },
    {
      source: `${warp}, test_medium_stability: 200 times the logits of two sequences`,
      reduction: "sum",
      inputs: {
        logits: [
          [
            [20, 120, 20, 20, 20],
            [20, 20, 120, 20, 20],
          ],
          [
            [120, 20, 20, 20, 20],
            [20, 20, 100, 40, 20],
          ],
        ],
        targets: [1, 2, 1, 2],
        targetLengths: [2, 2],
      },
      loss: 199.96618652344,
      within: 4e-2,
    },
    {
      source: `${warp}, test_empty_label`,
      reduction: "sum",
      inputs: {
        logits: [
          [
            [0.1, 0.6, 0.1, 0.1, 0.1],
            [0.1, 0.1, 0.6, 0.1, 0.1],
          ],
          [
            [0.6, 0.1, 0.1, 0.1, 0.1],
            [0.1, 0.1, 0.5, 0.2, 0.1],
          ],
        ],
        targets: [1, 2],
        targetLengths: [2, 0],
      },
      loss: 6.416517496109,
      within: 1e-5,
    },
    {
      source: tensorflow,
      params: { blank: 5 },
      inputs: {
        logits: together(first, second).map((rows) => rows.map((row) => row.map(Math.log))),
        targets: [0, 1, 2, 1, 0, 0, 1, 1, 0],
        targetLengths: [5, 4],
      },
      loss: [3.34211, 5.42262],
      gradients: { logits: together(slopes1, slopes2).flat(2) },
      within: 5e-6,
    },
    {
      source: "by hand, two frames of three equal classes: 1 of 9 paths each, over their lengths, averaged",
      reduction: "mean",
      inputs: {
        logits: filledRows(2, 2, 3),
        targets: [
          [1, 2],
          [1, 0],
        ],
        targetLengths: [2, 0],
      },
      loss: (Math.log(9) / 2 + Math.log(9)) / 2,
    },
    {
      source: "the definition: two equal labels need three frames (torch.nn.CTCLoss: inf)",
      inputs: { logits: filledRows(2, 1, 3), targets: [[1, 1]], targetLengths: [2] },
      loss: [Number.POSITIVE_INFINITY],
      gradients: { logits: [0, 0, 0, 0, 0, 0] },
    },
    {
      source: "the definition: the same under zero_infinity",
      params: { zeroInfinity: true },
      inputs: { logits: filledRows(2, 1, 3), targets: [[1, 1]], targetLengths: [2] },
      loss: [0],
      gradients: { logits: [0, 0, 0, 0, 0, 0] },
    },
  ],
  scenes,
};

function filledRows(frames: number, sequences: number, classes: number): number[][][] {
  return Array.from({ length: frames }, () =>
    Array.from({ length: sequences }, () => new Array<number>(classes).fill(0)),
  );
}
