import body from "../../shaders/losses/softmaxCrossEntropy.wgsl?raw";
import { nonNegative, optional, perClassNumbers, positive, unit } from "../check/params.js";
import type { Params } from "../definition.js";
import { rowwise } from "../families/rowwise.js";

function flags(params: Params, given: readonly string[]) {
  return {
    Soft: given.includes("targets"),
    Smoothed: (params.labelSmoothing as number) > 0,
    Tempered: params.temperature !== 1,
    Capped: params.softcap !== undefined,
    Anchored: (params.zLoss as number) > 0,
    WantsCorrect: given.includes("output:correct"),
    WantsEntropy: given.includes("output:entropy"),
  };
}

/**
 * Softmax cross entropy of logits, with an integer label or a distribution per row.
 *
 * −Σ t log softmax(x), x = softcap·tanh(logits/softcap)/temperature (without softcap: logits/temperature),
 * plus zLoss·(log Σ eˣ)² per counted row, not class-weighted and under "mean" divided by the count.
 *
 * Inputs `logits` [N, C] and either `labels` [N] or `targets` [N, C]; gradient of `logits`. A logit of
 * −Infinity is a masked class; smoothing spreads over the others. Outputs on request: `logSumExp`,
 * `correct` (argmax of the logits = the label, or = the argmax of the targets), `entropy`.
 * The same as `torch.nn.CrossEntropyLoss`, but 0 where no row counts.
 *
 * @param params.classWeights one number ≥ 0 per class; with labels they enter the divisor of "mean". Default: none.
 * @param params.ignoreIndex rows with this label do not count. Default -100.
 * @param params.labelSmoothing share of every target that is spread evenly, in [0, 1]. Default 0.
 * @param params.zLoss weight ≥ 0 of the squared log-partition. Default 0.
 * @param params.temperature divides the logits, > 0. Default 1.
 * @param params.softcap bounds the logits, > 0. Default: no bound.
 * @throws InvalidInputError if a parameter is out of range
 */
export const softmaxCrossEntropy = rowwise({
  name: "softmaxCrossEntropy",
  inputs: { logits: "logits", labels: "labels", targets: "real" },
  gradients: ["logits"],
  oneOf: [["labels", "targets"]],
  params: {
    classWeights: perClassNumbers,
    labelSmoothing: unit(0),
    zLoss: nonNegative(0),
    temperature: positive(1),
    softcap: optional(positive(1)),
  },
  perClass: "classWeights",
  perClassDivides: true,
  outputs: ["logSumExp", "correct", "entropy"],
  state: {
    peak: "f32",
    rest: "f32",
    rate: "f32",
    pull: "f32",
    mass: "f32",
    blocked: "u32",
    pullAll: "f32",
    massAll: "f32",
    unmasked: "f32",
    spread: "f32",
    topLogit: "f32",
    topIndex: "u32",
    topTarget: "f32",
    topTargetIndex: "u32",
    share: "f32",
    aim: "f32",
  },
  closes: true,
  holds: (params, given) => !Object.values(flags(params, given)).includes(true),
  numbers: (params) => {
    const { labelSmoothing, zLoss, temperature, softcap = 1 } = params as Record<string, number>;
    return { labelSmoothing, zLoss, zRoot: Math.sqrt(zLoss), rate: 1 / temperature, softcap };
  },
  flags,
  carried: (params, given) => {
    const { Soft, Smoothed, Tempered, Capped, WantsCorrect, WantsEntropy } = flags(params, given);
    return [
      "peak",
      "rest",
      ...(Tempered ? ["rate"] : []),
      ...(Soft ? ["pull", "mass", "blocked"] : []),
      ...(Smoothed ? ["pullAll", "massAll", "unmasked"] : []),
      ...(WantsEntropy ? ["spread"] : []),
      ...(Capped || WantsCorrect ? ["topLogit", "topIndex"] : []),
      ...(Soft && WantsCorrect ? ["topTarget", "topTargetIndex"] : []),
    ];
  },
  formula: String.raw`-\sum_c t_c\log\frac{e^{x_c}}{\sum_k e^{x_k}} + \zeta\Bigl(\log\sum_k e^{x_k}\Bigr)^2,\quad x = \tfrac1T\,s\tanh\tfrac{\text{logits}}{s}`,
  citation:
    "J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, Neurocomputing (NATO ASI F68), 1990, 227–236; smoothing: C. Szegedy et al., Rethinking the Inception Architecture for Computer Vision, CVPR 2016",
  body,
});
