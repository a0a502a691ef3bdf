import type { NestedNumbers } from "../../../src/tensor.js";
import type { LossCases, Scene, SceneInput } from "../case.js";
import { filled, normals, spoiled, uniforms } from "../scenes.js";
import { torchRandom } from "../torchRandom.js";

/** An image and what a camera might make of it: blurred by noise. */
function noisy(shape: readonly number[], seed: number, noise: number, spread = 1, base = 0) {
  const clean = uniforms(shape, seed);
  const dirt = normals(shape, seed + 100);
  const at = (values: ArrayLike<number>, i: number) => values[i] as number;
  return {
    predictions: filled(shape, (i) => base + spread * (at(clean.values, i) + noise * at(dirt.values, i))),
    targets: filled(shape, (i) => base + spread * at(clean.values, i)),
  };
}

/** Images as nested lists. */
function drawn(shape: readonly number[], draw: () => number): NestedNumbers {
  const [first = 0, ...rest] = shape;
  const entries = Array.from({ length: first }, () => (rest.length === 0 ? draw() : drawn(rest, draw)));
  return entries as NestedNumbers;
}

const random = drawn([16, 1, 16, 16], torchRandom(42)) as number[][][][];
const flat = random.flat(3);

const constant = (shape: readonly number[], value: number): SceneInput => filled(shape, () => value);

const small = { windowSize: 5, sigma: 1 };

// Each size of the window has pipelines of its own: a size that only one scene has is run with few settings.
const scenes: readonly Scene[] = [
  { title: "noise", inputs: noisy([2, 2, 14, 16], 1, 0.1) },
  { title: "noise in small windows", params: small, inputs: noisy([2, 2, 7, 8], 2, 0.1), smooth: true },
  {
    title: "an even window",
    params: { windowSize: 4, sigma: 1.2 },
    inputs: noisy([2, 1, 6, 9], 3, 0.3),
    smooth: true,
    large: true,
  },
  {
    title: "a window of one pixel",
    params: { windowSize: 1 },
    inputs: noisy([2, 2, 3, 4], 4, 0.2),
    smooth: true,
    large: true,
  },
  {
    title: "an even window, narrower than its pixels",
    params: { windowSize: 2, sigma: 0.01 },
    inputs: noisy([1, 1, 5, 5], 5, 0.2),
    smooth: true,
    large: true,
  },
  {
    title: "a window as wide as the image, and flat",
    params: { windowSize: 9, sigma: 1000 },
    inputs: noisy([2, 1, 9, 9], 6, 0.2),
    smooth: true,
    large: true,
  },
  {
    title: "unlike images",
    params: small,
    inputs: { predictions: uniforms([2, 1, 9, 9], 7), targets: uniforms([2, 1, 9, 9], 8) },
    smooth: true,
  },
  { title: "nearly alike", inputs: noisy([2, 1, 16, 16], 9, 1e-4) },
  {
    title: "identical",
    inputs: { predictions: uniforms([2, 1, 13, 13], 10), targets: uniforms([2, 1, 13, 13], 10) },
  },
  {
    title: "inverted",
    params: small,
    inputs: {
      predictions: uniforms([2, 1, 9, 11], 11),
      targets: filled([2, 1, 9, 11], (i) => 1 - (uniforms([2, 1, 9, 11], 11).values[i] as number)),
    },
  },
  {
    title: "constant, unlike",
    inputs: { predictions: constant([1, 2, 12, 12], 0.75), targets: constant([1, 2, 12, 12], 0.5) },
  },
  {
    title: "constant, alike",
    inputs: { predictions: constant([1, 1, 12, 12], 0.3), targets: constant([1, 1, 12, 12], 0.3) },
  },
  {
    title: "one black",
    params: small,
    inputs: { predictions: constant([2, 1, 8, 8], 0), targets: uniforms([2, 1, 8, 8], 12) },
    smooth: true,
  },
  {
    title: "the other black",
    params: small,
    inputs: { predictions: uniforms([2, 1, 8, 8], 21), targets: constant([2, 1, 8, 8], 0) },
    smooth: true,
  },
  {
    title: "white and nearly black",
    params: { dataRange: 255, ...small },
    inputs: {
      predictions: filled([1, 1, 9, 9], (i) => 254 + (i % 3) / 2),
      targets: filled([1, 1, 9, 9], (i) => (i % 4) / 4),
    },
    large: true,
  },
  {
    title: "far from zero",
    params: { dataRange: 255 },
    inputs: noisy([1, 1, 16, 16], 13, 0.5, 0.2, 200),
  },
  {
    title: "far from zero, with little to go by",
    params: { dataRange: 0.25, ...small },
    inputs: noisy([1, 1, 9, 9], 14, 0.5, 0.1, 10),
  },
  {
    title: "two levels",
    params: { dataRange: 255, ...small },
    inputs: {
      predictions: filled([1, 1, 10, 12], (i) => (i % 12 < 6 ? 0 : 200) + ((i * 7) % 10) / 50),
      targets: filled([1, 1, 10, 12], (i) => (i % 12 < 6 ? 0 : 200) + ((i * 3) % 10) / 50),
    },
  },
  { title: "8-bit", params: { dataRange: 255 }, inputs: noisy([1, 3, 13, 17], 15, 0.05, 255) },
  { title: "many small images", params: { windowSize: 4 }, inputs: noisy([150, 1, 4, 4], 16, 0.2) },
  { title: "one large image", inputs: noisy([1, 1, 70, 90], 17, 0.1), large: true },
  { title: "no images", inputs: noisy([0, 1, 12, 12], 18, 0.1) },
  {
    title: "not a number in one of three, infinite in another",
    params: small,
    inputs: {
      predictions: spoiled(uniforms([3, 1, 6, 6], 19), { 40: Number.NaN }),
      targets: spoiled(uniforms([3, 1, 6, 6], 20), { 107: Number.POSITIVE_INFINITY }),
    },
    broken: true,
  },
];

export const ssim: LossCases = {
  variants: [{}, small],
  rows: [
    {
      source:
        "torchmetrics, docstring of structural_similarity_index_measure: torch.rand([16, 1, 16, 16]) against 0.75 of it, data_range their range: 0.9219 (drawn with seed 42, as its neighbours are)",
      params: { dataRange: Math.max(...flat) - Math.min(...flat) },
      inputs: {
        predictions: random,
        targets: random.map((image) => image.map((plane) => plane.map((row) => row.map((x) => 0.75 * x)))),
      },
      reduction: "mean",
      loss: 1 - 0.9219,
      within: 5e-5,
    },
    {
      source:
        "by hand: with four equal weights and opposite columns μ = ½ and σ² = ¼ = −σxy, so that SSIM is −(½ − C₂)/(½ + C₂)",
      params: { windowSize: 2 },
      inputs: {
        predictions: [
          [
            [
              [0, 1],
              [0, 1],
            ],
          ],
        ],
        targets: [
          [
            [
              [1, 0],
              [1, 0],
            ],
          ],
        ],
      },
      loss: [1 + (0.5 - 9e-4) / (0.5 + 9e-4)],
    },
    {
      source: "by hand: constant images leave 1 − (2·½·¼ + C₁)/(¼ + 1⁄16 + C₁) with C₁ = 10⁻⁴",
      params: { windowSize: 2 },
      inputs: {
        predictions: [
          [
            [
              [0.5, 0.5],
              [0.5, 0.5],
            ],
          ],
        ],
        targets: [
          [
            [
              [0.25, 0.25],
              [0.25, 0.25],
            ],
          ],
        ],
      },
      loss: [1 - (0.25 + 1e-4) / (0.3125 + 1e-4)],
    },
    {
      source: "by hand: windows of one pixel have no variance, so SSIM is (2xy + C₁)/(x² + y² + C₁)",
      params: { windowSize: 1, dataRange: 10 },
      inputs: { predictions: [[[[3, 0]]]], targets: [[[[1, 2]]]] },
      loss: [(1 - 6.01 / 10.01 + (1 - 0.01 / 4.01)) / 2],
      gradients: {
        predictions: [-0.5 * (2 / 10.01 - (6 * 6.01) / 10.01 ** 2), -0.5 * (4 / 4.01)],
      },
    },
  ],
  scenes,
};
