/** Numbers out of range: in inputs, under `checkInputs`, and in the parameters of a loss. */
import { describe, expect, it } from "vitest";
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  categoricalCrossEntropy,
  gaussianNll,
  generalizedCrossEntropy,
  hinge,
  hingeGan,
  huber,
  InvalidInputError,
  linex,
  msle,
  multiclassHinge,
  quantile,
  rmse,
  smoothL1,
  softmaxCrossEntropy,
  softmaxFocal,
  tensor,
  tweedie,
} from "../../../src/index.js";
import { caught } from "../../reference/caught.js";
import { onGpu, usage } from "../desk.js";
import {
  computesRightly,
  device,
  engine,
  evaluate,
  logits,
  pair,
  predictions,
  prepare,
  saysOf,
  targets,
} from "./badInput.js";

prepare();

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
    [
      "huber: its parameters are 2; an object with any of delta was wanted.",
      () => huber(2 as never),
      "params",
    ],
    ["rmse: its parameters are null; it takes none.", () => rmse(null as never), "params"],
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
