/** Names of inputs and options: missing, misspelt, or too many; and options that do not go together. */
import { describe, expect, it } from "vitest";
import {
  createEngine,
  type EngineOptions,
  hingeGan,
  huber,
  InvalidInputError,
  rmse,
  softmaxCrossEntropy,
  UnsupportedError,
} from "../../../src/index.js";
import { onGpu } from "../desk.js";
import {
  compile,
  device,
  engine,
  evaluate,
  logits,
  pair,
  predictions,
  prepare,
  type Row,
  saysOf,
  targets,
} from "./badInput.js";

prepare();

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
