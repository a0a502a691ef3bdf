import body from "../../shaders/losses/poly1.wgsl?raw";
import { finite, unit } from "../check/params.js";
import type { Params } from "../definition.js";
import { rowwise } from "../families/rowwise.js";

function flags(params: Params, given: readonly string[]) {
  return { Soft: given.includes("targets"), Smoothed: (params.labelSmoothing as number) > 0 };
}

/**
 * Poly-1: cross entropy with its first polynomial coefficient raised by ε.
 *
 * −Σ t log p + ε(1 − Σ t p) with p = softmax(logits) and t the targets (for labels one-hot) after smoothing.
 *
 * Inputs `logits` [N, C] and either `labels` [N] or `targets` [N, C]; gradient of `logits`. A logit of
 * −Infinity is a masked class; smoothing spreads over the others. The same as `optax.losses.poly_loss_cross_entropy`
 * where the targets sum to 1.
 *
 * @param params.epsilon any finite number. Default 2.
 * @param params.labelSmoothing share of every target that is spread evenly, in [0, 1]. Default 0.
 * @param params.ignoreIndex rows with this label do not count. Default -100.
 * @throws InvalidInputError if a parameter is out of range
 */
export const poly1 = rowwise({
  name: "poly1",
  inputs: { logits: "logits", labels: "labels", targets: "real" },
  gradients: ["logits"],
  oneOf: [["labels", "targets"]],
  params: { epsilon: finite(2), labelSmoothing: unit(0) },
  state: {
    peak: "f32",
    rest: "f32",
    pull: "f32",
    mass: "f32",
    peakTarget: "f32",
    hit: "f32",
    pullAll: "f32",
    unmasked: "f32",
    blocked: "u32",
  },
  numbers: ({ epsilon, labelSmoothing }) => ({
    epsilon: epsilon as number,
    labelSmoothing: labelSmoothing as number,
  }),
  flags,
  carried: (params, given) => {
    const { Soft, Smoothed } = flags(params, given);
    return [
      "peak",
      "rest",
      ...(Soft ? ["pull", "mass", "peakTarget", "hit", "blocked"] : []),
      ...(Smoothed ? ["pullAll", "unmasked"] : []),
    ];
  },
  formula: String.raw`-\sum_c t_c\log p_c + \varepsilon\Bigl(1-\sum_c t_c p_c\Bigr),\quad p=\operatorname{softmax}(x)`,
  citation:
    "Z. Leng et al., PolyLoss: A Polynomial Expansion Perspective of Classification Loss Functions, ICLR 2022",
  body,
});
