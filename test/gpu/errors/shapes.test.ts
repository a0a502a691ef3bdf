/** Shapes and dtypes that do not fit: of inputs, of a compiled step, and of what `tensor` is given. */
import { describe, expect, it } from "vitest";
import {
  binaryCrossEntropyWithLogits,
  hingeGan,
  huber,
  InvalidInputError,
  ShapeError,
  softmaxCrossEntropy,
  tensor,
} from "../../../src/index.js";
import { caught } from "../../reference/caught.js";
import { onGpu } from "../desk.js";
import {
  compile,
  device,
  type ErrorClass,
  evaluate,
  logits,
  pair,
  predictions,
  prepare,
  saysOf,
  targets,
} from "./badInput.js";

prepare();

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
