/** Bad input: which class of error, what its message says, and that the engine still computes rightly afterwards. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { elementwise } from "../../src/families/elementwise.js";
import type { EngineOptions } from "../../src/index.js";
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  categoricalCrossEntropy,
  createEngine,
  DeviceLostError,
  type Engine,
  FusedLossError,
  gaussianNll,
  generalizedCrossEntropy,
  hinge,
  hingeGan,
  huber,
  InvalidInputError,
  linex,
  msle,
  multiclassHinge,
  NoDeviceError,
  OutOfMemoryError,
  quantile,
  rmse,
  ShaderError,
  ShapeError,
  smoothL1,
  softmaxCrossEntropy,
  softmaxFocal,
  tensor,
  tweedie,
  UnsupportedError,
} from "../../src/index.js";
import { caught } from "../reference/caught.js";
import { bufferOf, newDevice, onGpu, rejection, usage, visible, watch } from "./desk.js";

// e = [0.5, 2, −1, 3]: losses 0.125, 1.5, 0.5, 2.5 and slopes 0.5, 1, −1, 1.
const predictions = [0.5, 2, -1, 3];
const targets = [0, 0, 0, 0];
const pair = { predictions, targets };
const logits = [
  [1, 2, 3],
  [1, 0, 1],
];

let device: GPUDevice;
let other: GPUDevice;
let engine: Engine;

beforeAll(async () => {
  device = await newDevice();
  other = await newDevice();
  engine = await createEngine({ device });
});
afterAll(() => {
  engine.destroy();
  device.destroy();
  other.destroy();
});

/** The proof that nothing was left behind. */
async function computesRightly(on = engine): Promise<void> {
  const { loss, gradients, count } = await on.evaluate(huber(), pair);
  expect([loss, count]).toEqual([4.625 / 4, 4]);
  expect([...gradients.predictions]).toEqual([0.125, 0.25, -0.25, 0.25]);
}

type ErrorClass = new (message: string) => Error;
/** What is done, the class of the error, its message whole or in part, and what the error carries. */
type Row = [
  what: string,
  type: ErrorClass,
  message: string | RegExp,
  run: () => Promise<unknown>,
  details?: { readonly input?: string; readonly index?: number; readonly value?: number },
];

function saysOf(rows: readonly Row[]): void {
  it.each(rows)("%s", async (_what, type, message, run, details = {}) => {
    let work: Promise<unknown> | undefined;
    expect(() => {
      work = run();
    }).not.toThrow();
    const error = await rejection(type, work as Promise<unknown>);
    if (typeof message === "string") expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
    expect(error).toMatchObject({ ...details, name: type.name });
    await computesRightly();
  });
}

/** Calls as a program without types makes them. */
const evaluate = (loss: unknown, inputs: unknown, options?: unknown): Promise<unknown> =>
  engine.evaluate(loss as never, inputs as never, options as never);
const compile = (loss: unknown, shapes: unknown, options?: unknown): Promise<unknown> =>
  engine.compile(loss as never, shapes as never, options as never);

describe("shapes", () => {
  saysOf([
    [
      "two inputs of different length",
      ShapeError,
      "huber: predictions has shape [4] and targets [3]; give both the same shape, or one of them a single element that stands for all.",
      () => evaluate(huber(), { predictions, targets: [1, 2, 3] }),
    ],
    [
      "the same length in another shape",
      ShapeError,
      "huber: predictions has shape [2, 2] and targets [4]; give both the same shape, or one of them a single element that stands for all.",
      () => evaluate(huber(), { predictions: tensor(predictions, [2, 2]), targets }),
    ],
    [
      "nested numbers that are no rectangle",
      ShapeError,
      "huber: predictions: axis 1 has 1 entries where 2 were wanted; nested arrays must be rectangular.",
      () => evaluate(huber(), { predictions: [[1, 2], [3]], targets: 0 }),
    ],
    [
      "nested values that are no numbers",
      InvalidInputError,
      'huber: predictions: found "2" where a number was wanted; convert it with Number.',
      () => evaluate(huber(), { predictions: [1, "2"], targets: 0 }),
      { input: "predictions" },
    ],
    [
      "labels that are fewer than rows",
      ShapeError,
      "softmaxCrossEntropy: logits has shape [2, 3] with the classes on axis 1, so labels must have shape [2]; found [1].",
      () => evaluate(softmaxCrossEntropy(), { logits, labels: [0] }),
    ],
    [
      "targets unlike the logits",
      ShapeError,
      "softmaxCrossEntropy: logits has shape [2, 3] and targets [1, 3]; give both the same shape.",
      () => evaluate(softmaxCrossEntropy(), { logits, targets: [[1, 0, 0]] }),
    ],
    [
      "logits without a class axis",
      ShapeError,
      "softmaxCrossEntropy: logits is a single number; it needs a class axis, as in [N, C].",
      () => evaluate(softmaxCrossEntropy(), { logits: 1, labels: [0] }),
    ],
    [
      "a class axis without classes",
      ShapeError,
      "softmaxCrossEntropy: logits has shape [2, 0]; its class axis 1 is empty.",
      () => evaluate(softmaxCrossEntropy(), { logits: tensor(new Float32Array(0), [2, 0]), labels: [0, 0] }),
    ],
    [
      "a classAxis that is not there",
      InvalidInputError,
      "softmaxCrossEntropy: classAxis is 2, and logits has shape [2, 3]; it must be from -2 to 1.",
      () => evaluate(softmaxCrossEntropy({ classAxis: 2 }), { logits, labels: [0, 1] }),
      { input: "classAxis", value: 2 },
    ],
    [
      "weights of the wrong length",
      ShapeError,
      "huber: weights has shape [3] and the loss [4]; give weights the shape of the loss, of its leading axes, or one number.",
      () => evaluate(huber(), { ...pair, weights: [1, 2, 3] }),
    ],
    [
      "weights per class instead of per row",
      ShapeError,
      "softmaxCrossEntropy: weights has shape [3] and the loss [2]; give weights the shape of the loss, of its leading axes, or one number.",
      () => evaluate(softmaxCrossEntropy(), { logits, labels: [0, 1], weights: [1, 2, 3] }),
    ],
    [
      "too few class weights",
      ShapeError,
      "softmaxCrossEntropy: classWeights has 2 entries and there are 3; give one per class.",
      () => evaluate(softmaxCrossEntropy({ classWeights: [1, 2] }), { logits, labels: [0, 1] }),
    ],
    [
      "too many entries of posWeight",
      ShapeError,
      "binaryCrossEntropyWithLogits: posWeight has 2 entries and there is 1; give one per entry of the last axis.",
      () => evaluate(binaryCrossEntropyWithLogits({ posWeight: [1, 2] }), { logits: [[1], [2]], targets: 0 }),
    ],
    [
      "a gradientScale of the wrong length under none",
      ShapeError,
      "huber: gradientScale has shape [3] and the loss [4]; give it the shape of the loss, or one number.",
      () => evaluate(huber(), pair, { reduction: "none", gradientScale: [1, 2, 3] }),
    ],
    [
      "a gradientScale as long as the loss, in another shape",
      ShapeError,
      "huber: gradientScale has shape [3, 2] and the loss [2, 3]; give it the shape of the loss, or one number.",
      () =>
        evaluate(
          huber(),
          { predictions: logits, targets: logits },
          { reduction: "none", gradientScale: tensor(new Float32Array(6), [3, 2]) },
        ),
    ],
    [
      "a gradientScale per item under mean",
      ShapeError,
      "huber: gradientScale has shape [4]; a number or a tensor of one element was wanted.",
      () => evaluate(huber(), pair, { gradientScale: [1, 2, 3, 4] }),
    ],
    [
      "weights of one half of a discriminator",
      ShapeError,
      "hingeGan.discriminator: fakeWeights has shape [3] and the loss [2]; give fakeWeights the shape of the loss, of its leading axes, or one number.",
      () => evaluate(hingeGan.discriminator(), { real: [1], fake: [1, 2], fakeWeights: [1, 2, 3] }),
    ],
    [
      "the same, compiled",
      ShapeError,
      "hingeGan.discriminator: fakeWeights has shape [3] and the loss [2]; give fakeWeights the shape of the loss, of its leading axes, or one number.",
      () => compile(hingeGan.discriminator(), { real: [1], fake: [2], fakeWeights: [3] }),
    ],
    [
      "shapes of different length, compiled",
      ShapeError,
      "huber: predictions has shape [4] and targets [3]; give both the same shape, or one of them a single element that stands for all.",
      () => compile(huber(), { predictions: [4], targets: [3] }),
    ],
    [
      "no shape, compiled",
      ShapeError,
      "huber: the shape of predictions is 4; a shape such as [1024, 10] or { shape, dtype } was wanted.",
      () => compile(huber(), { predictions: 4, targets: [4] }),
    ],
    [
      "a negative axis, compiled",
      ShapeError,
      "huber: the shape of targets is [-4]; a shape such as [1024, 10] or { shape, dtype } was wanted.",
      () => compile(huber(), { predictions: [4], targets: [-4] }),
    ],
  ]);
});

describe("dtypes", () => {
  saysOf([
    [
      "float labels",
      InvalidInputError,
      "softmaxCrossEntropy: labels has dtype f32; i32 or u32 was wanted. Give a typed array of that kind, or tensor(data, shape, { dtype }).",
      () => evaluate(softmaxCrossEntropy(), { logits, labels: Float32Array.of(0, 1) }),
      { input: "labels" },
    ],
    [
      "a label with a fraction",
      InvalidInputError,
      "softmaxCrossEntropy: labels[1] is 0.5; class indices, identities and lengths are whole numbers.",
      () => evaluate(softmaxCrossEntropy(), { logits, labels: [0, 0.5] }),
      { input: "labels", index: 1, value: 0.5 },
    ],
    [
      "BigInt as values",
      InvalidInputError,
      "huber: predictions is a BigInt64Array, which serves labels and lengths only; convert it with Float32Array.from(data, Number).",
      () => evaluate(huber(), { predictions: BigInt64Array.of(1n), targets: [1] }),
      { input: "predictions" },
    ],
    [
      "an f32 GPU tensor as labels",
      InvalidInputError,
      "softmaxCrossEntropy: labels has dtype f32; i32 or u32 was wanted. Give a typed array of that kind, or tensor(data, shape, { dtype }).",
      () => evaluate(softmaxCrossEntropy(), { logits, labels: onGpu(device, [0, 1]) }),
      { input: "labels" },
    ],
    [
      "an i32 GPU tensor as values",
      InvalidInputError,
      "huber: predictions has dtype i32; f32, f16 or bf16 was wanted. Give a typed array of that kind, or tensor(data, shape, { dtype }).",
      () =>
        evaluate(huber(), {
          predictions: onGpu(device, Int32Array.of(1, 2, 3, 4), [4], { dtype: "i32" }),
          targets,
        }),
      { input: "predictions" },
    ],
    [
      "text",
      InvalidInputError,
      "huber: predictions is string; a typed array, numbers, tensor(…) or a GPU tensor was wanted.",
      () => evaluate(huber(), { predictions: "1, 2", targets }),
      { input: "predictions" },
    ],
    [
      "null",
      InvalidInputError,
      "huber: targets is null; a typed array, numbers, tensor(…) or a GPU tensor was wanted.",
      () => evaluate(huber(), { predictions, targets: null }),
      { input: "targets" },
    ],
    [
      "i32 values, compiled",
      InvalidInputError,
      'huber: predictions has dtype "i32"; one of f32, f16, bf16 was wanted.',
      () => compile(huber(), { predictions: { shape: [4], dtype: "i32" }, targets: [4] }),
      { input: "predictions" },
    ],
    [
      "a misspelt dtype, compiled",
      InvalidInputError,
      'huber: predictions: there is no option "dtpe"; it takes shape, dtype (did you mean "dtype"?).',
      () => compile(huber(), { predictions: { shape: [4], dtpe: "f16" } as never, targets: [4] }),
      { input: "dtpe" },
    ],
    [
      "float labels, compiled",
      InvalidInputError,
      'softmaxCrossEntropy: labels has dtype "f32"; one of i32, u32 was wanted.',
      () => compile(softmaxCrossEntropy(), { logits: [2, 3], labels: { shape: [2], dtype: "f32" } }),
      { input: "labels" },
    ],
  ]);
});

describe("names", () => {
  saysOf([
    [
      "a missing input",
      InvalidInputError,
      'huber: input "targets" is missing; it takes predictions, targets, weights, and got predictions.',
      () => evaluate(huber(), { predictions, targets: undefined }),
      { input: "targets" },
    ],
    [
      "a misspelt input",
      InvalidInputError,
      'huber: there is no input "prediction"; it takes predictions, targets, weights (did you mean "predictions"?).',
      () => evaluate(huber(), { prediction: predictions, targets }),
      { input: "prediction" },
    ],
    [
      "a surplus input",
      InvalidInputError,
      'huber: there is no input "mask"; it takes predictions, targets, weights.',
      () => evaluate(huber(), { ...pair, mask: targets }),
      { input: "mask" },
    ],
    [
      "probabilities where logits are meant",
      InvalidInputError,
      'softmaxCrossEntropy: there is no input "probabilities"; it takes logits, labels, targets, weights.',
      () => evaluate(softmaxCrossEntropy(), { probabilities: logits, labels: [0, 1] }),
      { input: "probabilities" },
    ],
    [
      "labels and targets",
      InvalidInputError,
      "softmaxCrossEntropy: labels and targets were given; give exactly one of labels and targets.",
      () => evaluate(softmaxCrossEntropy(), { logits, labels: [0, 1], targets: logits }),
      { input: "targets" },
    ],
    [
      "neither labels nor targets",
      InvalidInputError,
      "softmaxCrossEntropy: neither was given; give exactly one of labels and targets.",
      () => evaluate(softmaxCrossEntropy(), { logits }),
      { input: "labels" },
    ],
    [
      "plain weights for a discriminator",
      InvalidInputError,
      'hingeGan.discriminator: there is no input "weights"; it takes real, fake, realWeights, fakeWeights.',
      () => evaluate(hingeGan.discriminator(), { real: [1], fake: [1], weights: [1] }),
      { input: "weights" },
    ],
    [
      "an unknown option",
      InvalidInputError,
      'huber: there is no option "reductoin"; it takes reduction, gradients, gradientScale, inPlace, checkInputs, divisor, outputs, signal, onProgress (did you mean "reduction"?).',
      () => evaluate(huber(), pair, { reductoin: "sum" }),
      { input: "reductoin" },
    ],
    [
      "an option of evaluate in compile",
      InvalidInputError,
      'huber: there is no option "signal"; it takes reduction, gradients, gradientScale, inPlace, checkInputs, divisor, outputs, accumulate.',
      () => compile(huber(), { predictions: [4], targets: [4] }, { signal: AbortSignal.abort() }),
      { input: "signal" },
    ],
    [
      "a misspelt input, compiled",
      InvalidInputError,
      'huber: there is no input "target"; it takes predictions, targets, weights (did you mean "targets"?).',
      () => compile(huber(), { predictions: [4], target: [4] }),
      { input: "target" },
    ],
    [
      "an unknown option of createEngine",
      InvalidInputError,
      'createEngine: there is no option "memoryLimt"; it takes device, adapter, powerPreference, requiredLimits, memoryLimit, label (did you mean "memoryLimit"?).',
      () => createEngine({ device, memoryLimt: 1e9 } as EngineOptions),
      { input: "memoryLimt" },
    ],
    [
      "a loss that was not called",
      InvalidInputError,
      "loss is the function huber; call it, as in huber(), to get the loss.",
      () => evaluate(huber, pair),
    ],
    [
      "no loss",
      InvalidInputError,
      "loss is null; a loss such as huber() was wanted.",
      () => evaluate(null, pair),
    ],
    [
      "a descriptor that went through structuredClone",
      InvalidInputError,
      "huber: this descriptor is a copy without its definition, which structuredClone, postMessage and JSON leave behind; call the factory again: huber(copy.params).",
      () => evaluate(structuredClone(huber({ delta: 2 })), pair),
      { input: "loss" },
    ],
    [
      "the same, compiled",
      InvalidInputError,
      "huber: this descriptor is a copy without its definition, which structuredClone, postMessage and JSON leave behind; call the factory again: huber(copy.params).",
      () => compile(structuredClone(huber()), { predictions: [4], targets: [4] }),
      { input: "loss" },
    ],
    ["no inputs at all", TypeError, /^huber: inputs must be an object/, () => evaluate(huber(), null)],
  ]);

  it("a clone's parameters make the loss again", async () => {
    const { name, params } = structuredClone(huber({ delta: 2 }));
    expect(name).toBe("huber");
    const { loss } = await engine.evaluate(huber(params), pair);
    expect(loss).toBe((await engine.evaluate(huber({ delta: 2 }), pair)).loss);
  });
});

describe("options", () => {
  saysOf([
    [
      "an unknown reduction",
      InvalidInputError,
      'huber: reduction is "average"; it must be one of mean, sum, none, weightedMean.',
      () => evaluate(huber(), pair, { reduction: "average" }),
      { input: "reduction" },
    ],
    [
      "a reduction that the loss lacks",
      UnsupportedError,
      'rmse: reduction "none" has no meaning for this loss; use one of mean, weightedMean.',
      () => evaluate(rmse(), pair, { reduction: "none" }),
    ],
    [
      "none for a discriminator",
      UnsupportedError,
      'hingeGan.discriminator: reduction "none" has no meaning for this loss; use one of mean, sum, weightedMean.',
      () => evaluate(hingeGan.discriminator(), { real: [1], fake: [1] }, { reduction: "none" }),
    ],
    [
      "the same, compiled",
      UnsupportedError,
      'hingeGan.discriminator: reduction "none" has no meaning for this loss; use one of mean, sum, weightedMean.',
      () => compile(hingeGan.discriminator(), { real: [1], fake: [1] }, { reduction: "none" }),
    ],
    [
      "a gradient that the loss lacks",
      UnsupportedError,
      'softmaxCrossEntropy: there is no gradient of "targets"; it has those of logits.',
      () => evaluate(softmaxCrossEntropy(), { logits, targets: logits }, { gradients: ["targets"] }),
    ],
    [
      "a gradient of the weights",
      UnsupportedError,
      'huber: there is no gradient of "weights"; it has those of predictions, targets.',
      () => evaluate(huber(), { ...pair, weights: 1 }, { gradients: ["weights"] }),
    ],
    [
      "a gradient of what is no input",
      InvalidInputError,
      'huber: gradients names "prediction", which is no input; it has gradients of predictions, targets (did you mean "predictions"?).',
      () => evaluate(huber(), pair, { gradients: ["prediction"] }),
      { input: "prediction" },
    ],
    [
      "gradients that are no list",
      InvalidInputError,
      'huber: gradients is "predictions"; a list of names was wanted, as in gradients: ["predictions"].',
      () => evaluate(huber(), pair, { gradients: "predictions" }),
      { input: "gradients" },
    ],
    [
      "an output of a loss without outputs",
      UnsupportedError,
      'huber: there is no output "entropy"; it offers none.',
      () => evaluate(huber(), pair, { outputs: ["entropy"] }),
    ],
    [
      "an output that the loss lacks",
      UnsupportedError,
      'softmaxCrossEntropy: there is no output "logits"; it offers logSumExp, correct, entropy.',
      () => evaluate(softmaxCrossEntropy(), { logits, labels: [0, 1] }, { outputs: ["logits"] }),
    ],
    [
      "checkInputs that is no boolean",
      InvalidInputError,
      'huber: checkInputs is "yes"; it must be true or false.',
      () => evaluate(huber(), pair, { checkInputs: "yes" }),
      { input: "checkInputs" },
    ],
    [
      "accumulate that is no boolean",
      InvalidInputError,
      "huber: accumulate is 1; it must be true or false.",
      () => compile(huber(), { predictions: [4], targets: [4] }, { accumulate: 1 }),
      { input: "accumulate" },
    ],
    [
      "accumulate and inPlace",
      UnsupportedError,
      "huber: accumulate adds to gradients, and inPlace overwrites inputs with them; use one of the two.",
      () =>
        compile(huber(), { predictions: [4], targets: [4] }, { accumulate: true, inPlace: ["predictions"] }),
    ],
    [
      "inPlace on host data",
      UnsupportedError,
      "huber: inPlace names predictions, which is no GPU tensor; its gradient comes back as an array anyway.",
      () => evaluate(huber(), pair, { inPlace: ["predictions"] }),
    ],
    [
      "inPlace on a buffer bound twice",
      UnsupportedError,
      "huber: inPlace names predictions, whose buffer is also bound to targets; give targets a buffer of its own.",
      () => {
        const both = onGpu(device, predictions);
        return evaluate(huber(), { predictions: both, targets: both }, { inPlace: ["predictions"] });
      },
    ],
    [
      "inPlace of a gradient that is not wanted",
      InvalidInputError,
      'huber: inPlace names "predictions", whose gradient is not asked for; list it in gradients too.',
      () =>
        evaluate(
          huber(),
          { predictions: onGpu(device, predictions), targets },
          { gradients: ["targets"], inPlace: ["predictions"] },
        ),
      { input: "predictions" },
    ],
    ...[0, -1, Number.NaN, Number.POSITIVE_INFINITY].map(
      (divisor): Row => [
        `divisor ${divisor}`,
        InvalidInputError,
        `huber: divisor is ${divisor}; it must be a finite number > 0, or a tensor of one element.`,
        () => evaluate(huber(), pair, { divisor }),
        { input: "divisor", value: divisor },
      ],
    ),
    ...(["sum", "none"] as const).map(
      (reduction): Row => [
        `divisor with ${reduction}`,
        InvalidInputError,
        `huber: divisor replaces the divisor of "mean" or "weightedMean", and the reduction is "${reduction}"; leave it out.`,
        () => evaluate(huber(), pair, { divisor: 2, reduction }),
        { input: "divisor" },
      ],
    ),
    [
      "divisor 0 on the GPU",
      InvalidInputError,
      "huber: divisor is 0; it must be a finite number > 0, or a tensor of one element.",
      () => evaluate(huber(), pair, { divisor: onGpu(device, [0]) }),
      { input: "divisor", value: 0 },
    ],
    [
      "divisor -1, compiled",
      InvalidInputError,
      "huber: divisor is -1; it must be a finite number > 0, or a tensor of one element.",
      () => compile(huber(), { predictions: [4], targets: [4] }, { divisor: -1 }),
      { input: "divisor", value: -1 },
    ],
    [
      "a gradientScale that is not finite",
      InvalidInputError,
      "huber: gradientScale is NaN; it must be a finite number, or a tensor.",
      () => evaluate(huber(), pair, { gradientScale: Number.NaN }),
      { input: "gradientScale", value: Number.NaN },
    ],
    [
      "a negative memoryLimit",
      InvalidInputError,
      "createEngine: memoryLimit is -1; it must be a number of bytes > 0.",
      () => createEngine({ device, memoryLimit: -1 }),
      { input: "memoryLimit", value: -1 },
    ],
    [
      "a memoryLimit in words",
      InvalidInputError,
      'createEngine: memoryLimit is "1 GB"; it must be a number of bytes > 0.',
      () => createEngine({ device, memoryLimit: "1 GB" as never }),
      { input: "memoryLimit" },
    ],
    [
      "a powerPreference that there is not",
      InvalidInputError,
      'createEngine: powerPreference is "fast"; it must be "low-power" or "high-performance".',
      () => createEngine({ device, powerPreference: "fast" as never }),
      { input: "powerPreference" },
    ],
  ]);
});

describe("values, under checkInputs", () => {
  const advice = "Correct the data, or pass checkInputs: false to let such items be NaN.";
  const nan = Number.NaN;
  const inf = Number.POSITIVE_INFINITY;
  saysOf([
    [
      "NaN in several inputs: the first input in the contract's order, the lowest index",
      InvalidInputError,
      `huber: predictions[1] is NaN, the first of 2 such values; it must be finite. ${advice}`,
      () => evaluate(huber(), { targets: [inf, 1, 1, 1], predictions: [1, nan, 3, nan], weights: nan }),
      { input: "predictions", index: 1, value: nan },
    ],
    [
      "infinities in the second input",
      InvalidInputError,
      `huber: targets[1] is Infinity, the first of 2 such values; it must be finite. ${advice}`,
      () => evaluate(huber(), { predictions, targets: [1, inf, -inf, 4] }),
      { input: "targets", index: 1, value: inf },
    ],
    [
      "NaN that stands for all",
      InvalidInputError,
      `huber: predictions[0] is NaN; it must be finite. ${advice}`,
      () => evaluate(huber(), { predictions: nan, targets }),
      { input: "predictions", index: 0, value: nan },
    ],
    [
      "NaN in the weights",
      InvalidInputError,
      `huber: weights[2] is NaN; it must be finite. ${advice}`,
      () => evaluate(huber(), { ...pair, weights: [1, 2, nan, 4] }),
      { input: "weights", index: 2, value: nan },
    ],
    [
      "NaN in weights of the leading axis: the weight's own index",
      InvalidInputError,
      `huber: weights[1] is Infinity; it must be finite. ${advice}`,
      () => evaluate(huber(), { predictions: logits, targets: logits, weights: [1, inf] }),
      { input: "weights", index: 1, value: inf },
    ],
    [
      "the same over rows",
      InvalidInputError,
      `softmaxCrossEntropy: weights[1] is NaN; it must be finite. ${advice}`,
      () =>
        evaluate(softmaxCrossEntropy(), {
          logits: [logits, logits],
          labels: [
            [0, 0],
            [0, 0],
          ],
          weights: [1, nan],
        }),
      { input: "weights", index: 1, value: nan },
    ],
    [
      "NaN on the GPU",
      InvalidInputError,
      `huber: predictions[2] is -Infinity; it must be finite. ${advice}`,
      () => evaluate(huber(), { predictions: onGpu(device, [1, 2, -inf, 4]), targets }),
      { input: "predictions", index: 2, value: -inf },
    ],
    [
      "infinity on the GPU in 16 bits",
      InvalidInputError,
      `huber: predictions[3] is Infinity; it must be finite. ${advice}`,
      () => evaluate(huber(), { predictions: onGpu(device, [1, 2, 3, inf], [4], { dtype: "f16" }), targets }),
      { input: "predictions", index: 3, value: inf },
    ],
    [
      "NaN in a buffer that cannot be copied from",
      InvalidInputError,
      `huber: predictions[2] is out of range and unknown, for its buffer has no usage COPY_SRC; it must be finite. ${advice}`,
      () =>
        evaluate(huber(), {
          predictions: onGpu(device, [1, 2, nan, 4], [4], { flags: usage.storage }),
          targets,
        }),
      { input: "predictions", index: 2 },
    ],
    [
      "NaN in an input that its gradient overwrites",
      InvalidInputError,
      `huber: predictions[2] is out of range and unknown, for its gradient has overwritten it; it must be finite. ${advice}`,
      () =>
        evaluate(
          huber(),
          { predictions: onGpu(device, [1, 2, nan, 4]), targets },
          { inPlace: ["predictions"] },
        ),
      { input: "predictions", index: 2 },
    ],
    [
      "+Infinity among logits",
      InvalidInputError,
      `softmaxCrossEntropy: logits[4] is Infinity; it must be finite, or −Infinity for a masked class. ${advice}`,
      () =>
        evaluate(softmaxCrossEntropy(), {
          logits: [
            [1, -inf, 3],
            [1, inf, 1],
          ],
          labels: [0, 0],
        }),
      { input: "logits", index: 4, value: inf },
    ],
    [
      "a label out of range",
      InvalidInputError,
      `softmaxCrossEntropy: labels[1] is 3; it must be a class index in [0, 3) or ignoreIndex (-100). ${advice}`,
      () => evaluate(softmaxCrossEntropy(), { logits, labels: [0, 3] }),
      { input: "labels", index: 1, value: 3 },
    ],
    [
      "labels below 0, with an ignoreIndex of their own",
      InvalidInputError,
      `softmaxCrossEntropy: labels[0] is -1, the first of 2 such values; it must be a class index in [0, 3) or ignoreIndex (7). ${advice}`,
      () => evaluate(softmaxCrossEntropy({ ignoreIndex: 7 }), { logits, labels: [-1, -100] }),
      { input: "labels", index: 0, value: -1 },
    ],
    [
      "a label out of range on the GPU",
      InvalidInputError,
      `softmaxCrossEntropy: labels[1] is -7; it must be a class index in [0, 3) or ignoreIndex (-100). ${advice}`,
      () =>
        evaluate(softmaxCrossEntropy(), {
          logits,
          labels: onGpu(device, Int32Array.of(0, -7), [2], { dtype: "i32" }),
        }),
      { input: "labels", index: 1, value: -7 },
    ],
    [
      "a label beyond 32 bits",
      InvalidInputError,
      `softmaxCrossEntropy: labels[1] is 4294967296; it must be a class index in [0, 3) or ignoreIndex (-100). ${advice}`,
      () => evaluate(softmaxCrossEntropy(), { logits, labels: BigInt64Array.of(0n, 4294967296n) }),
      { input: "labels", index: 1, value: 4294967296 },
    ],
    [
      "targets of a binary cross entropy above 1",
      InvalidInputError,
      `binaryCrossEntropy: targets[0] is 1.5, the first of 2 such values; it must be in [0, 1]. ${advice}`,
      () => evaluate(binaryCrossEntropy(), { probabilities: [0.1, 0.2], targets: [1.5, 2] }),
      { input: "targets", index: 0, value: 1.5 },
    ],
    [
      "targets of the one on logits below 0",
      InvalidInputError,
      `binaryCrossEntropyWithLogits: targets[1] is -1; it must be in [0, 1]. ${advice}`,
      () => evaluate(binaryCrossEntropyWithLogits(), { logits: [0.1, -0.2], targets: [0, -1] }),
      { input: "targets", index: 1, value: -1 },
    ],
    [
      "a probability below 0",
      InvalidInputError,
      `binaryCrossEntropy: probabilities[1] is -0.25; it must be in [0, 1]. ${advice}`,
      () => evaluate(binaryCrossEntropy(), { probabilities: [0.1, -0.25], targets: [1, 0] }),
      { input: "probabilities", index: 1, value: -0.25 },
    ],
    [
      "a probability above 1 in a row",
      InvalidInputError,
      `categoricalCrossEntropy: probabilities[1] is 1.5; it must be in [0, 1]. ${advice}`,
      () => evaluate(categoricalCrossEntropy(), { probabilities: [[0.5, 1.5]], labels: [0] }),
      { input: "probabilities", index: 1, value: 1.5 },
    ],
    [
      "a prediction of msle at −1",
      InvalidInputError,
      `msle: predictions[1] is -1; it must be finite and greater than −1. ${advice}`,
      () => evaluate(msle(), { predictions: [0, -1], targets: [0, 0] }),
      { input: "predictions", index: 1, value: -1 },
    ],
    [
      "a target of msle below −1",
      InvalidInputError,
      `msle: targets[0] is -2; it must be finite and greater than −1. ${advice}`,
      () => evaluate(msle(), { predictions: [0, 0], targets: [-2, 0] }),
      { input: "targets", index: 0, value: -2 },
    ],
    [
      "a variance below 0",
      InvalidInputError,
      `gaussianNll: variances[1] is -1; it must be finite and ≥ 0. ${advice}`,
      () => evaluate(gaussianNll(), { predictions: [0, 0], targets: [0, 0], variances: [0, -1] }),
      { input: "variances", index: 1, value: -1 },
    ],
    [
      "a hinge target that is no sign",
      InvalidInputError,
      `hinge: targets[1] is 0; it must be −1 or 1. ${advice}`,
      () => evaluate(hinge(), { predictions: [0, 0, 0], targets: [1, 0, -1] }),
      { input: "targets", index: 1, value: 0 },
    ],
    [
      "NaN among the fakes of a discriminator",
      InvalidInputError,
      `hingeGan.discriminator: fake[1] is NaN; it must be finite. ${advice}`,
      () => evaluate(hingeGan.discriminator(), { real: [1, 2], fake: [1, nan] }),
      { input: "fake", index: 1, value: nan },
    ],
    [
      "NaN among their weights",
      InvalidInputError,
      `hingeGan.discriminator: fakeWeights[1] is NaN; it must be finite. ${advice}`,
      () => evaluate(hingeGan.discriminator(), { real: [1, 2], fake: [1, 2], fakeWeights: [1, nan] }),
      { input: "fakeWeights", index: 1, value: nan },
    ],
  ]);

  it("what does not count is not looked at", async () => {
    const ignored = await engine.evaluate(softmaxCrossEntropy(), {
      logits: [
        [nan, 2, inf],
        [0, 0, 0],
      ],
      labels: [-100, 1],
      weights: [nan, 1],
    });
    expect(ignored.loss).toBeCloseTo(Math.log(3), 6);
    expect(ignored.count).toBe(1);
    expect([...ignored.gradients.logits].slice(0, 3)).toEqual([0, 0, 0]);
  });

  it("with checkInputs: false they are NaN, and the others right", async () => {
    const options = { checkInputs: false, reduction: "none" } as const;
    const { loss, gradients } = await engine.evaluate(
      huber(),
      { predictions: [0.5, nan, -1, inf], targets },
      options,
    );
    expect([...loss]).toEqual([0.125, nan, 0.5, nan]);
    expect([...gradients.predictions]).toEqual([0.5, nan, -1, nan]);
    const mean = await engine.evaluate(
      huber(),
      { predictions: [nan, 1], targets: 0 },
      { checkInputs: false },
    );
    expect(mean.loss).toBeNaN();
    const rows = await engine.evaluate(softmaxCrossEntropy(), { logits, labels: [5, 0] }, options);
    expect(rows.loss[0]).toBeNaN();
    expect(rows.loss[1]).toBeCloseTo(Math.log(2 + Math.exp(-1)), 6);
    await computesRightly();
  });

  it("an empty batch, and a batch ignored throughout, are 0 and never NaN", async () => {
    const none = await engine.evaluate(huber(), { predictions: new Float32Array(0), targets: [] });
    expect(none).toEqual({
      loss: 0,
      gradients: { predictions: new Float32Array(0), targets: new Float32Array(0) },
      count: 0,
      outputs: {},
    });
    const summed = await engine.evaluate(huber(), { predictions: [], targets: 1 });
    expect(summed.gradients.targets).toEqual(Float32Array.of(0));
    const rows = { logits: tensor(new Float32Array(0), [0, 3]), labels: new Int32Array(0) };
    expect(await engine.evaluate(softmaxCrossEntropy(), rows)).toMatchObject({ loss: 0, count: 0 });
    for (const reduction of ["mean", "weightedMean", "sum"] as const) {
      const ignored = await engine.evaluate(
        softmaxCrossEntropy({ classWeights: [1, 2, 3] }),
        { logits, labels: [-100, -100] },
        { reduction },
      );
      expect(ignored).toMatchObject({ loss: 0, count: 0, gradients: { logits: new Float32Array(6) } });
    }
    await computesRightly();
  });
});

describe("parameters, where the descriptor is made", () => {
  it.each([
    ["huber: delta is 0; it must be a finite number > 0.", () => huber({ delta: 0 }), "delta"],
    ["huber: delta is NaN; it must be a finite number > 0.", () => huber({ delta: Number.NaN }), "delta"],
    [
      'huber: there is no parameter "dleta"; it takes delta (did you mean "delta"?).',
      () => huber({ dleta: 1 } as never),
      "dleta",
    ],
    ['rmse: there is no parameter "delta"; it takes none.', () => rmse({ delta: 1 } as never), "delta"],
    ["smoothL1: beta is -1; it must be a finite number ≥ 0.", () => smoothL1({ beta: -1 }), "beta"],
    ["quantile: q is 1.5; it must be a number in [0, 1].", () => quantile({ q: 1.5 }), "q"],
    [
      "generalizedCrossEntropy: q is 0; it must be a number in (0, 1].",
      () => generalizedCrossEntropy({ q: 0 }),
      "q",
    ],
    ["tweedie: power is 2; it must be a number in (1, 2).", () => tweedie({ power: 2 }), "power"],
    ["linex: a is 0; it must be a finite number other than 0.", () => linex({ a: 0 }), "a"],
    ["multiclassHinge: p is 3; it must be one of 1, 2.", () => multiclassHinge({ p: 3 as 1 }), "p"],
    [
      "softmaxCrossEntropy: labelSmoothing is 1.01; it must be a number in [0, 1].",
      () => softmaxCrossEntropy({ labelSmoothing: 1.01 }),
      "labelSmoothing",
    ],
    [
      "softmaxCrossEntropy: classWeights is [1,-1]; it must be a list with one finite number ≥ 0 per class.",
      () => softmaxCrossEntropy({ classWeights: [1, -1] }),
      "classWeights",
    ],
    [
      "softmaxCrossEntropy: temperature is 0; it must be a finite number > 0.",
      () => softmaxCrossEntropy({ temperature: 0 }),
      "temperature",
    ],
    [
      "softmaxCrossEntropy: ignoreIndex is 0.5; it must be a whole number of at most 32 bits.",
      () => softmaxCrossEntropy({ ignoreIndex: 0.5 }),
      "ignoreIndex",
    ],
    [
      "softmaxCrossEntropy: ignoreIndex is 4294967296; it must be a whole number of at most 32 bits.",
      () => softmaxCrossEntropy({ ignoreIndex: 2 ** 32 }),
      "ignoreIndex",
    ],
    [
      "softmaxFocal: gamma is -1; it must be a finite number ≥ 0.",
      () => softmaxFocal({ gamma: -1 }),
      "gamma",
    ],
    [
      "binaryCrossEntropyWithLogits: posWeight is Infinity; it must be a finite number ≥ 0, or a list of such numbers.",
      () => binaryCrossEntropyWithLogits({ posWeight: Number.POSITIVE_INFINITY }),
      "posWeight",
    ],
    [
      "binaryCrossEntropy: classWeights is [1]; it must be a list of two finite numbers ≥ 0, [weight of 0, weight of 1].",
      () => binaryCrossEntropy({ classWeights: [1] }),
      "classWeights",
    ],
    ['huber: delta is "1"; it must be a finite number > 0.', () => huber({ delta: "1" as never }), "delta"],
  ])("%s", async (message, make, input) => {
    const error = caught(InvalidInputError, make);
    expect(error.message).toBe(message);
    expect(error.input).toBe(input);
    await computesRightly();
  });
});

describe("tensor", () => {
  const small = { size: 8, mapAsync() {}, getMappedRange() {} } as unknown as GPUBuffer;
  it.each([
    [
      "tensor: the data has 3 elements and shape [2, 2] wants 4; give the shape of the data.",
      ShapeError,
      () => tensor([1, 2, 3], [2, 2]),
    ],
    [
      "tensor: shape is [1.5]; every axis must be a whole number ≥ 0, as in [2, 3].",
      ShapeError,
      () => tensor([1], [1.5]),
    ],
    [
      "tensor: a GPUBuffer has no shape of its own; call tensor(buffer, shape).",
      ShapeError,
      () => tensor(small),
    ],
    [
      "tensor: shape [4] of f32 needs 16 bytes from offset 0, and the buffer has 8; give a larger buffer or a smaller shape.",
      ShapeError,
      () => tensor(small, [4]),
    ],
    [
      "tensor: shape [2] of f32 needs 8 bytes from offset 4, and the buffer has 8; give a larger buffer or a smaller shape.",
      ShapeError,
      () => tensor(small, [2], { offset: 4 }),
    ],
    [
      "tensor: offset is -4; it must be a whole number of bytes ≥ 0.",
      InvalidInputError,
      () => tensor(small, [1], { offset: -4 }),
    ],
    [
      "tensor: offset is for GPU buffers; use data.subarray(…) for numbers in memory.",
      InvalidInputError,
      () => tensor([1], [1], { offset: 4 }),
    ],
    [
      'tensor: dtype is "f64"; one of f32, f16, bf16, u32, i32 was wanted.',
      InvalidInputError,
      () => tensor([1], [1], { dtype: "f64" as never }),
    ],
    [
      'tensor: there is no option "dtpye"; it takes dtype, offset (did you mean "dtype"?).',
      InvalidInputError,
      () => tensor([1], [1], { dtpye: "f16" } as never),
    ],
    [
      'tensor: dtype "i32" was asked for numbers that are not whole; round them first, or leave dtype out.',
      InvalidInputError,
      () => tensor([0.5], [1], { dtype: "i32" }),
    ],
    [
      'tensor: dtype "f32" was asked of a BigInt64Array, which serves labels and lengths only; convert the values with Float32Array.from(data, Number).',
      InvalidInputError,
      () => tensor(BigInt64Array.of(1n), [1], { dtype: "f32" }),
    ],
    [
      "tensor: data is string; a typed array, plain numbers or a GPUBuffer was wanted.",
      InvalidInputError,
      () => tensor("1" as never),
    ],
  ] as const)("%s", (message, type: ErrorClass, make) => {
    expect(caught(type, make).message).toBe(message);
  });
});

describe("GPU buffers", () => {
  const refused = "cannot be used here: it was destroyed, is mapped, or belongs to another device (";
  const advice = "). Give a live buffer of engine.device.";
  const startsAndEnds = (start: string, end: string): RegExp =>
    new RegExp(
      `^${[start, end].map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[\\s\\S]+")}$`,
    );

  saysOf([
    [
      "without STORAGE",
      InvalidInputError,
      "huber: the buffer of predictions has usage 12 without STORAGE; create it with GPUBufferUsage.STORAGE.",
      () =>
        evaluate(huber(), {
          predictions: onGpu(device, predictions, [4], { flags: usage.copySrc | usage.copyDst }),
          targets,
        }),
      { input: "predictions" },
    ],
    [
      "of another device",
      InvalidInputError,
      startsAndEnds(`huber: the buffer of targets ${refused}`, advice),
      () => evaluate(huber(), { predictions, targets: onGpu(other, targets) }),
      { input: "targets" },
    ],
    [
      "destroyed",
      InvalidInputError,
      startsAndEnds(`huber: the buffer of predictions ${refused}`, advice),
      () => {
        const gone = onGpu(device, predictions);
        gone.destroy();
        return evaluate(huber(), { predictions: gone, targets });
      },
      { input: "predictions" },
    ],
    [
      "mapped",
      InvalidInputError,
      startsAndEnds(`huber: the buffer of predictions ${refused}`, advice),
      () => {
        const mapped = device.createBuffer({ size: 16, usage: visible, mappedAtCreation: true });
        return evaluate(huber(), { predictions: tensor(mapped, [4]), targets });
      },
      { input: "predictions" },
    ],
    [
      "misaligned",
      InvalidInputError,
      /^huber: predictions begins at byte 4 of its buffer, and this device binds at multiples of \d+; copy it there\.$/,
      () => evaluate(huber(), { predictions: onGpu(device, predictions, [4], { offset: 4 }), targets }),
      { input: "predictions" },
    ],
    [
      "bare",
      ShapeError,
      "huber: predictions is a bare GPUBuffer, whose shape is not known; give tensor(buffer, shape, { dtype }).",
      () => evaluate(huber(), { predictions: bufferOf(device, Float32Array.from(predictions)), targets }),
    ],
    [
      "a gradientScale without COPY_SRC",
      InvalidInputError,
      "huber: the buffer of gradientScale has no usage COPY_SRC, by which it is read; create it with GPUBufferUsage.COPY_SRC.",
      () => evaluate(huber(), pair, { gradientScale: onGpu(device, [2], [1], { flags: usage.storage }) }),
      { input: "gradientScale" },
    ],
    [
      "a divisor without COPY_SRC",
      InvalidInputError,
      "huber: the buffer of divisor has no usage COPY_SRC, by which it is read; create it with GPUBufferUsage.COPY_SRC.",
      () => evaluate(huber(), pair, { divisor: onGpu(device, [2], [1], { flags: usage.storage }) }),
      { input: "divisor" },
    ],
    [
      "a gradientScale of another device",
      InvalidInputError,
      startsAndEnds(`huber: the buffer of gradientScale ${refused}`, advice),
      () => evaluate(huber(), pair, { gradientScale: onGpu(other, [2]) }),
      { input: "gradientScale" },
    ],
    [
      "a divisor that was destroyed",
      InvalidInputError,
      startsAndEnds(`huber: the buffer of divisor ${refused}`, advice),
      () => {
        const divisor = onGpu(device, [2]);
        divisor.destroy();
        return evaluate(huber(), pair, { divisor });
      },
      { input: "divisor" },
    ],
    [
      "a 16-bit gradientScale",
      InvalidInputError,
      "huber: gradientScale has dtype f16; f32 was wanted.",
      () => evaluate(huber(), pair, { gradientScale: onGpu(device, [2], [1], { dtype: "f16" }) }),
      { input: "gradientScale" },
    ],
    [
      "16-bit ones per item",
      InvalidInputError,
      "huber: gradientScale has dtype bf16; f32 was wanted.",
      () =>
        evaluate(huber(), pair, {
          gradientScale: onGpu(device, [1, 2, 3, 4], [4], { dtype: "bf16" }),
          reduction: "none",
        }),
      { input: "gradientScale" },
    ],
    [
      "a gradientScale per item that is overwritten",
      UnsupportedError,
      "huber: inPlace names predictions, whose buffer is also bound to gradientScale; give gradientScale a buffer of its own.",
      () => {
        const both = onGpu(device, predictions);
        return evaluate(
          huber(),
          { predictions: both, targets },
          { gradientScale: both, reduction: "none", inPlace: ["predictions"] },
        );
      },
    ],
    [
      "a gradientScale per item of another device",
      InvalidInputError,
      startsAndEnds(`huber: the buffer of gradientScale ${refused}`, advice),
      () => evaluate(huber(), pair, { gradientScale: onGpu(other, [2, 2, 2, 2]), reduction: "none" }),
      { input: "gradientScale" },
    ],
  ]);

  it("leave no error uncaught on the device", async () => {
    const uncaught: string[] = [];
    const listen = (event: Event) => uncaught.push((event as GPUUncapturedErrorEvent).error.message);
    device.addEventListener("uncapturederror", listen);
    for (const options of [
      { gradientScale: onGpu(other, [2]) },
      { divisor: onGpu(device, [2], [1], { flags: usage.storage }) },
    ]) {
      await rejection(InvalidInputError, evaluate(huber(), pair, options));
    }
    await rejection(InvalidInputError, evaluate(huber(), { predictions, targets: onGpu(other, targets) }));
    await device.queue.onSubmittedWorkDone();
    device.removeEventListener("uncapturederror", listen);
    expect(uncaught).toEqual([]);
  });
});

describe("encode", () => {
  const shapes = { predictions: [4], targets: [4] };
  const encoder = () => device.createCommandEncoder();

  it.each([
    [
      "a missing input",
      InvalidInputError,
      'huber: input "targets" is missing; it was compiled with [4]; give its buffer.',
      (good: GPUBuffer) => [{ predictions: good }],
    ],
    [
      "a misspelt input",
      InvalidInputError,
      'huber: there is no input "target"; it takes predictions, targets, weights (did you mean "targets"?).',
      (good: GPUBuffer) => [{ predictions: good, target: good }],
    ],
    [
      "an input that was not compiled",
      InvalidInputError,
      "huber: weights was not there when this was compiled; compile with its shape, or leave it out.",
      (good: GPUBuffer) => [{ predictions: good, targets: good, weights: good }],
    ],
    [
      "numbers in memory",
      InvalidInputError,
      "huber: targets is Float32Array(4); encode takes GPU buffers: give a GPUBuffer or tensor(buffer, shape).",
      (good: GPUBuffer) => [{ predictions: good, targets: new Float32Array(4) }],
    ],
    [
      "another shape",
      ShapeError,
      "huber: targets has shape [2, 2] and was compiled with [4]; give that shape, or compile for this one.",
      (good: GPUBuffer) => [{ predictions: good, targets: tensor(good, [2, 2]) }],
    ],
    [
      "another dtype",
      InvalidInputError,
      "huber: targets has dtype f16 and was compiled with f32; give that dtype, or compile for this one.",
      (good: GPUBuffer) => [{ predictions: good, targets: tensor(good, [4], { dtype: "f16" }) }],
    ],
    [
      "a buffer that is too small",
      ShapeError,
      "huber: the buffer of targets has 8 bytes and shape [4] of f32 needs 16; give a larger buffer.",
      (good: GPUBuffer) => [{ predictions: good, targets: bufferOf(device, new Float32Array(2)) }],
    ],
    [
      "a buffer without STORAGE",
      InvalidInputError,
      "huber: the buffer of targets has usage 8 without STORAGE; create it with GPUBufferUsage.STORAGE.",
      (good: GPUBuffer) => [
        { predictions: good, targets: bufferOf(device, new Float32Array(4), { flags: usage.copyDst }) },
      ],
    ],
    [
      "a misaligned offset",
      InvalidInputError,
      /^huber: targets begins at byte 4 of its buffer, and this device binds at multiples of \d+; copy it there\.$/,
      (good: GPUBuffer) => [
        {
          predictions: good,
          targets: tensor(bufferOf(device, new Float32Array(8)), [4], { offset: 4 }),
        },
      ],
    ],
    [
      "an unknown option",
      InvalidInputError,
      'huber: there is no option "scale"; it takes divisor, gradientScale, params.',
      (good: GPUBuffer) => [{ predictions: good, targets: good }, { scale: 2 }],
    ],
    [
      "divisor 0",
      InvalidInputError,
      "huber: divisor is 0; it must be a finite number > 0, or a tensor of one element.",
      (good: GPUBuffer) => [{ predictions: good, targets: good }, { divisor: 0 }],
    ],
    [
      "a gradientScale that is not finite",
      InvalidInputError,
      "huber: gradientScale is NaN; it must be a finite number, or a tensor.",
      (good: GPUBuffer) => [{ predictions: good, targets: good }, { gradientScale: Number.NaN }],
    ],
    [
      "a divisor without COPY_SRC",
      InvalidInputError,
      "huber: the buffer of divisor has no usage COPY_SRC, by which it is brought here; create it with GPUBufferUsage.COPY_SRC.",
      (good: GPUBuffer) => [
        { predictions: good, targets: good },
        { divisor: onGpu(device, [2], [1], { flags: usage.storage }) },
      ],
    ],
    [
      "a parameter out of range",
      InvalidInputError,
      "huber: delta is -1; it must be a finite number > 0.",
      (good: GPUBuffer) => [{ predictions: good, targets: good }, { params: { delta: -1 } }],
    ],
    [
      "a misspelt parameter",
      InvalidInputError,
      'huber: there is no parameter "dleta"; it takes delta (did you mean "delta"?).',
      (good: GPUBuffer) => [{ predictions: good, targets: good }, { params: { dleta: 1 } }],
    ],
    [
      "a parameter that is no number",
      InvalidInputError,
      'huber: params.delta is "1"; encode takes numbers, for parameters that were compiled as numbers.',
      (good: GPUBuffer) => [{ predictions: good, targets: good }, { params: { delta: "1" } }],
    ],
  ] as const)("throws for %s", async (_what, type: ErrorClass, message, arguments_) => {
    const step = await engine.compile(huber(), shapes);
    const good = bufferOf(device, Float32Array.from(predictions));
    const [inputs, options] = arguments_(good);
    const error = caught(type, () => step.encode(encoder(), inputs as never, options as never));
    if (typeof message === "string") expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
    const zeros = bufferOf(device, new Float32Array(4));
    const commands = encoder();
    step.encode(commands, { predictions: good, targets: zeros });
    device.queue.submit([commands.finish()]);
    expect(await step.read()).toEqual({ loss: 4.625 / 4, count: 4 });
    step.destroy();
    await computesRightly();
  });

  it("throws for inPlace on a buffer bound twice", async () => {
    const each = await engine.compile(huber(), shapes, { inPlace: ["predictions"], reduction: "none" });
    const own = bufferOf(device, new Float32Array(4));
    const scale = tensor(own, [4]);
    const inputs = { predictions: own, targets: bufferOf(device, new Float32Array(4)) };
    expect(
      caught(UnsupportedError, () => each.encode(encoder(), inputs, { gradientScale: scale })).message,
    ).toBe(
      "huber: inPlace names predictions, whose buffer is also bound to gradientScale; give gradientScale a buffer of its own.",
    );
    each.destroy();
    const step = await engine.compile(huber(), shapes, { inPlace: ["predictions"] });
    const both = bufferOf(device, Float32Array.from(predictions));
    const error = caught(UnsupportedError, () =>
      step.encode(encoder(), { predictions: both, targets: both }),
    );
    expect(error.message).toBe(
      "huber: inPlace names predictions, whose buffer is also bound to targets; give targets a buffer of its own.",
    );
    step.destroy();
  });

  it("with a buffer of another device, read() rejects", async () => {
    const step = await engine.compile(huber(), shapes);
    const foreign = bufferOf(other, new Float32Array(4));
    step.encode(encoder(), { predictions: foreign, targets: foreign });
    const error = await rejection(InvalidInputError, step.read());
    expect(error.message).toMatch(
      /^huber: the device refused an encode: [\s\S]+ Give live buffers of engine.device\.$/,
    );
    const good = bufferOf(device, Float32Array.from(predictions));
    const zeros = bufferOf(device, new Float32Array(4));
    const commands = encoder();
    step.encode(commands, { predictions: good, targets: zeros });
    device.queue.submit([commands.finish()]);
    expect(await step.read()).toEqual({ loss: 4.625 / 4, count: 4 });
    step.destroy();
  });

  it("leaves the device's error scopes as they were, whatever it throws or is refused", async () => {
    const step = await engine.compile(huber(), shapes, { reduction: "none" });
    const fresh = () => bufferOf(device, new Float32Array(4));
    const foreign = onGpu(other, [1, 1, 1, 1]);
    caught(InvalidInputError, () =>
      step.encode(encoder(), { predictions: fresh(), targets: fresh() }, { params: { delta: -1 } }),
    );
    const good = { predictions: fresh(), targets: fresh() };
    step.encode(encoder(), good);
    await step.read();
    step.encode(encoder(), good, { gradientScale: foreign });
    const error = await rejection(InvalidInputError, step.read());
    expect(error.message).toMatch(/^huber: the device refused an encode: /);
    await expect(device.popErrorScope()).rejects.toThrow();
    step.destroy();
  });

  it("after destroy() throws, and read() rejects", async () => {
    const step = await engine.compile(huber(), shapes);
    step.destroy();
    step.destroy();
    const message = "huber: this compiled loss was destroyed; compile it anew.";
    const good = bufferOf(device, new Float32Array(4));
    const inputs = { predictions: good, targets: good };
    expect(caught(UnsupportedError, () => step.encode(encoder(), inputs)).message).toBe(message);
    expect((await rejection(UnsupportedError, step.read())).message).toBe(message);
    await computesRightly();
  });
});

describe("an aborted signal", () => {
  it("before the call: nothing runs, and the reason is what it rejects with", async () => {
    const reason = new Error("the user left");
    let asked = false;
    const inputs = {
      get predictions() {
        asked = true;
        return predictions;
      },
      targets,
    };
    const signal = AbortSignal.abort(reason);
    await expect(engine.evaluate(huber(), inputs, { signal })).rejects.toBe(reason);
    expect(asked).toBe(false);
    await computesRightly();
  });

  it("during the call", async () => {
    const controller = new AbortController();
    const work = engine.evaluate(huber(), pair, { signal: controller.signal });
    controller.abort();
    await expect(work).rejects.toMatchObject({ name: "AbortError" });
    await computesRightly();
  });
});

describe("memoryLimit", () => {
  it("too small for anything: OutOfMemoryError that says what is needed and what to do", async () => {
    const tight = await createEngine({ device, memoryLimit: 10 });
    const error = await rejection(OutOfMemoryError, tight.evaluate(huber(), pair));
    expect(error.message).toBe(
      "huber: 1 item of 4 bytes cannot be split further and does not fit the memory left (10 bytes of memoryLimit); raise memoryLimit.",
    );
    const step = await rejection(
      OutOfMemoryError,
      tight.compile(huber(), { predictions: [9], targets: [9] }),
    );
    expect(step.message).toMatch(
      /^huber\/\w+: \d+ bytes are needed and \d+ of memoryLimit 10 are left; raise memoryLimit, or destroy compiled losses and GPU results that are no longer used\.$/,
    );
    tight.destroy();
    await computesRightly();
  });

  it("a failed compile gives back what it took", async () => {
    const seen = watch(device);
    const tight = await createEngine({ device, memoryLimit: 10_000 });
    const shapes = { predictions: [2000], targets: [2000] };
    await rejection(OutOfMemoryError, tight.compile(huber(), shapes));
    await rejection(OutOfMemoryError, tight.compile(huber(), shapes));
    expect(seen.bytes()).toBe(0);
    await computesRightly(tight);
    tight.destroy();
  });
});

describe("destroyed engines", () => {
  it("reject with UnsupportedError, and leave a given device alone", async () => {
    const mine = await createEngine({ device });
    const step = await mine.compile(huber(), { predictions: [4], targets: [4] });
    mine.destroy();
    mine.destroy();
    const message = "this engine was destroyed; make a new one with createEngine().";
    const good = bufferOf(device, new Float32Array(4));
    const calls = [
      mine.evaluate(huber(), pair),
      mine.compile(huber(), { predictions: [4], targets: [4] }),
      step.read(),
    ];
    for (const error of await Promise.all(calls.map((work) => rejection(UnsupportedError, work)))) {
      expect(error.message).toBe(message);
    }
    const encode = () => step.encode(device.createCommandEncoder(), { predictions: good, targets: good });
    expect(caught(UnsupportedError, encode).message).toBe(message);
    await computesRightly();
  });

  it("reject what is under way", async () => {
    const mine = await createEngine({ device });
    const work = mine.evaluate(huber(), pair);
    mine.destroy();
    await rejection(UnsupportedError, work);
    await computesRightly();
  });

  it("destroy every buffer that they made, those of calls under way too", async () => {
    const own = await newDevice();
    const seen = watch(own);
    const mine = await createEngine({ device: own });
    await computesRightly(mine);
    const step = await mine.compile(softmaxCrossEntropy(), { logits: [2, 3], labels: [2] });
    const inputs = {
      logits: bufferOf(own, new Float32Array(6)),
      labels: bufferOf(own, new Int32Array(2)),
    };
    const commands = own.createCommandEncoder();
    step.encode(commands, inputs);
    own.queue.submit([commands.finish()]);
    await step.read();
    for (const buffer of Object.values(inputs)) buffer.destroy();
    expect(seen.live.size).toBeGreaterThan(0);
    const late = [
      mine.evaluate(huber(), pair),
      mine.compile(huber(), { predictions: [8], targets: [8] }),
      mine.evaluate(huber(), { predictions: onGpu(own, predictions), targets }),
    ];
    await Promise.resolve();
    mine.destroy();
    await Promise.all(late.map((work) => rejection(UnsupportedError, work)));
    await own.queue.onSubmittedWorkDone();
    // What would be made too late shows by now; what was being made is destroyed when it is there, however late.
    await new Promise((resolve) => setTimeout(resolve, 50));
    await vi.waitFor(() => expect([...seen.live].map(({ label }) => label)).toEqual(["test"]), {
      timeout: 60_000,
    });
    own.destroy();
  });

  it("destroy the device that they requested", async () => {
    const mine = await createEngine();
    mine.destroy();
    expect((await mine.lost).reason).toBe("destroyed");
    await rejection(UnsupportedError, mine.evaluate(huber(), pair));
  });

  it("can be held by `using`", async () => {
    const mine = await createEngine({ device });
    mine[Symbol.dispose]();
    await rejection(UnsupportedError, mine.evaluate(huber(), pair));
  });
});

describe("a lost device", () => {
  it("rejects pending and later calls; a new engine works", async () => {
    const own = await newDevice();
    const mine = await createEngine({ device: own });
    await computesRightly(mine);
    const step = await mine.compile(huber(), { predictions: [4], targets: [4] });
    const pending = [mine.evaluate(huber(), pair), mine.evaluate(rmse(), pair), step.read()];
    own.destroy();
    const message = /^the GPU device was lost \(destroyed: .+\); make a new engine with createEngine\(\)\.$/;
    for (const error of await Promise.all(pending.map((work) => rejection(DeviceLostError, work)))) {
      expect(error.message).toMatch(message);
    }
    expect((await mine.lost).reason).toBe("destroyed");
    await rejection(DeviceLostError, mine.evaluate(huber(), pair));
    await rejection(DeviceLostError, mine.compile(huber(), { predictions: [4], targets: [4] }));
    await rejection(DeviceLostError, step.read());
    caught(DeviceLostError, () => step.encode(null as never, {}));
    mine.destroy();
    const fresh = await createEngine();
    await computesRightly(fresh);
    fresh.destroy();
  });
});

describe("WGSL that does not compile", () => {
  const broken = elementwise({
    name: "broken",
    inputs: { predictions: "real" },
    gradients: ["predictions"],
    params: {},
    formula: "?",
    citation: "none",
    body: [
      "// The fault is in the third line.",
      "fn brokenValue(params: brokenParams, predictions: f32) -> brokenSlopes {",
      "  return brokenSlopes(predictions, missing);",
      "}",
      "",
    ].join("\n"),
  });
  const message =
    /^broken\/kernel: the WGSL does not compile\.\nshaders\/losses\/broken\.wgsl:3:36: .*missing.*\n {2}return brokenSlopes\(predictions, missing\);$/;

  it("is a ShaderError that points at file, line and column, each time", async () => {
    for (let turn = 0; turn < 2; turn++) {
      const error = await rejection(ShaderError, engine.evaluate(broken(), { predictions }));
      expect(error.message).toMatch(message);
      await computesRightly();
    }
    const compiled = await rejection(ShaderError, engine.compile(broken(), { predictions: [4] }));
    expect(compiled.message).toMatch(message);
    await computesRightly();
  });
});

describe("no WebGPU", () => {
  /** `navigator.gpu` as a browser without WebGPU, or without an adapter, has it. */
  async function withGpu<T>(gpu: unknown, run: () => Promise<T>): Promise<T> {
    const own = Object.getOwnPropertyDescriptor(navigator, "gpu");
    Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
    try {
      return await run();
    } finally {
      if (own) Object.defineProperty(navigator, "gpu", own);
      else delete (navigator as { gpu?: unknown }).gpu;
    }
  }

  it("rejects with NoDeviceError, which says what to check here", async () => {
    const error = await withGpu(undefined, () => rejection(NoDeviceError, createEngine()));
    const isNode = typeof process === "object" && Boolean(process.versions?.node);
    expect(error.message).toBe(
      `createEngine: WebGPU is not available here (navigator.gpu is missing). ${
        isNode
          ? "In Node use createEngine from fusedloss/node, with npm i webgpu."
          : "Chrome has WebGPU from 113; on Linux it may need chrome://flags/#enable-unsafe-webgpu. chrome://gpu says whether it is blocked."
      }`,
    );
    const none = { requestAdapter: async () => null };
    const absent = await withGpu(none, () => rejection(NoDeviceError, createEngine()));
    expect(absent.message).toMatch(/^createEngine: WebGPU is there, but it offers no adapter\. .+/);
    expect(absent).toBeInstanceOf(FusedLossError);
    const fresh = await createEngine();
    await computesRightly(fresh);
    fresh.destroy();
  });

  it("advises each browser in its own words", async () => {
    const advice = async (userAgent: string, isSecureContext = true): Promise<string> => {
      const agent = Object.getOwnPropertyDescriptor(navigator, "userAgent");
      const secure = Object.getOwnPropertyDescriptor(globalThis, "isSecureContext");
      Object.defineProperty(navigator, "userAgent", { value: userAgent, configurable: true });
      Object.defineProperty(globalThis, "isSecureContext", { value: isSecureContext, configurable: true });
      try {
        return (await withGpu(undefined, () => rejection(NoDeviceError, createEngine()))).message;
      } finally {
        if (agent) Object.defineProperty(navigator, "userAgent", agent);
        else delete (navigator as { userAgent?: string }).userAgent;
        if (secure) Object.defineProperty(globalThis, "isSecureContext", secure);
        else delete (globalThis as { isSecureContext?: boolean }).isSecureContext;
      }
    };
    expect(await advice("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")).toContain(
      "Firefox has WebGPU from 141",
    );
    expect(
      await advice(
        "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15",
      ),
    ).toContain("Safari has WebGPU from 26");
    expect(await advice("Mozilla/5.0 Chrome/147.0.0.0 Safari/537.36", false)).toContain("serve it by https");
  });

  it("names the limits that an adapter does not have", async () => {
    const limit = { maxBufferSize: 2 ** 52 };
    const error = await rejection(NoDeviceError, createEngine({ requiredLimits: limit }));
    expect(error.message).toMatch(
      /^createEngine: the adapter gave no device \([\s\S]+\)\. Ask for lower requiredLimits, or a fresh adapter: one adapter gives one device\.$/,
    );
  });
});
