import { perceptual as make } from "../../../src/combine/perceptual.js";
import type { LossCases, Scene, SceneInput } from "../case.js";
import { filled, normals, spoiled, uniforms } from "../scenes.js";

type Shapes = Readonly<Record<string, readonly number[]>>;

/** Features of layers, and others that are so far apart. */
function features(shapes: Shapes, seed: number, apart: number, draw = normals): Record<string, SceneInput> {
  const inputs: Record<string, SceneInput> = {};
  for (const [i, [layer, shape]] of Object.entries(shapes).entries()) {
    const [t, d] = [draw(shape, seed + i), normals(shape, seed + i + 50)];
    inputs[`targets.${layer}`] = t;
    inputs[`predictions.${layer}`] = filled(
      shape,
      (at) => (t.values[at] as number) + apart * (d.values[at] as number),
    );
  }
  return inputs;
}

const two: Shapes = { relu1_2: [2, 3, 4, 5], relu2_2: [2, 6, 2, 2] };
const layers = { relu1_2: 1, relu2_2: 0.25 };
const one: Shapes = { deep: [2, 5, 3, 3] };

const scenes: readonly Scene[] = [
  {
    title: "squares of two layers",
    made: make({ layers }),
    inputs: features(two, 1, 0.5),
    smooth: true,
  },
  {
    title: "sizes of two layers",
    made: make({ layers, distance: "mae" }),
    inputs: features(two, 2, 0.5),
    smooth: true,
  },
  {
    title: "directions of two layers",
    made: make({ layers, normalize: true }),
    inputs: features(two, 3, 0.5),
    smooth: true,
  },
  {
    title: "names that are no identifiers",
    made: make({ layers: { "block 1.conv/2": 2, "block_1.conv_2": 0, "ελ{": 1 } }),
    inputs: features(
      { "block 1.conv/2": [2, 2, 2, 3], "block_1.conv_2": [2, 2, 1, 1], "ελ{": [2, 1, 2, 2] },
      4,
      1,
    ),
    smooth: true,
    large: true,
  },
  {
    title: "directions that are nearly alike",
    made: make({ layers: { deep: 1 }, normalize: true }),
    inputs: features(one, 5, 1e-4),
  },
  {
    title: "directions of unlike lengths",
    made: make({ layers: { deep: 1 }, normalize: true }),
    inputs: {
      "predictions.deep": filled([2, 5, 3, 3], (i) => 1e-6 * (normals([2, 5, 3, 3], 6).values[i] as number)),
      "targets.deep": normals([2, 5, 3, 3], 7, 100),
    },
  },
  {
    title: "directions of what is 0, and of what is less than the floor",
    made: make({ layers: { deep: 1 }, normalize: true }),
    inputs: {
      "predictions.deep": filled([2, 3, 1, 4], (i) =>
        i % 4 === 0 ? 0 : i % 4 === 1 ? 2e-11 * (i + 1) : i - 9.5,
      ),
      "targets.deep": filled([2, 3, 1, 4], (i) => (i % 4 === 2 ? 0 : Math.sin(i))),
    },
  },
  { title: "alike", made: make({ layers, normalize: true }), inputs: features(two, 8, 0) },
  { title: "ties", made: make({ layers, distance: "mae" }), inputs: features(two, 9, 0) },
  {
    title: "after a ReLU",
    made: make({ layers, normalize: true }),
    inputs: Object.fromEntries(
      Object.entries(features(two, 10, 0.5)).map(([name, { shape, values }]) => [
        name,
        filled(shape, (i) => Math.max(0, values[i] as number)),
      ]),
    ),
  },
  {
    title: "many channels, few positions",
    made: make({ layers: { deep: 1 }, normalize: true }),
    inputs: features({ deep: [1, 300, 2, 2] }, 11, 0.5),
    large: true,
  },
  {
    title: "one large layer",
    made: make({ layers: { deep: 1 } }),
    inputs: features({ deep: [1, 8, 60, 60] }, 12, 0.1, uniforms),
    large: true,
  },
  {
    title: "many small images",
    made: make({ layers }),
    inputs: features({ relu1_2: [150, 2, 2, 2], relu2_2: [150, 3, 1, 1] }, 13, 0.5),
  },
  {
    title: "no images",
    made: make({ layers }),
    inputs: features({ relu1_2: [0, 2, 2, 2], relu2_2: [0, 3, 1, 1] }, 14, 0.5),
  },
  {
    title: "not a number in one layer of one image of two",
    made: make({ layers, normalize: true }),
    inputs: {
      ...features(two, 15, 0.5),
      "targets.relu2_2": spoiled(normals([2, 6, 2, 2], 16), { 30: Number.NaN }),
    },
    broken: true,
  },
];

const rows: LossCases["rows"] = [
  {
    source: "by hand: ½·(1² + 0 + 2² + 1²)/4 + 2·3²",
    made: make({ layers: { a: 0.5, b: 2 } }),
    inputs: {
      "predictions.a": [[[[1, 2]], [[3, 4]]]],
      "targets.a": [[[[0, 2]], [[1, 5]]]],
      "predictions.b": [[[[3]]]],
      "targets.b": [[[[0]]]],
    },
    loss: [0.75 + 18],
    gradients: { "predictions.a": [0.25, 0, 0.5, -0.25], "predictions.b": [12] },
  },
  {
    source: "by hand: the same by sizes, ½·(1 + 0 + 2 + 1)/4 + 2·3",
    made: make({ layers: { a: 0.5, b: 2 }, distance: "mae" }),
    inputs: {
      "predictions.a": [[[[1, 2]], [[3, 4]]]],
      "targets.a": [[[[0, 2]], [[1, 5]]]],
      "predictions.b": [[[[3]]]],
      "targets.b": [[[[0]]]],
    },
    loss: [6.5],
    gradients: { "predictions.a": [0.125, 0, 0.125, -0.125], "predictions.b": [2] },
  },
  {
    source:
      "by the formula of lpips (normalize_tensor, squares summed over channels, spatial mean): (3, 4)/5 against (1, 0), (0, 2)/2 against (0, 1)",
    made: make({ layers: { a: 1 }, normalize: true }),
    inputs: { "predictions.a": [[[[3, 0]], [[4, 2]]]], "targets.a": [[[[7, 0]], [[0, 9]]]] },
    loss: [(0.4 ** 2 + 0.8 ** 2) / 2],
    // (I − u·uᵀ)·2(u − v)/5, halved: u = (0.6, 0.8), v = (1, 0), u·(u − v) = 0.4.
    gradients: { "predictions.a": [(-0.4 - 0.4 * 0.6) / 5, 0, (0.8 - 0.4 * 0.8) / 5, 0] },
  },
];

export const perceptual: LossCases = { variants: [], rows, scenes };
