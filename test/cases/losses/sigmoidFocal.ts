import type { LossCases } from "../case.js";

const keras = { logits: [-18.6, 0.51, 2.94, -12.8], targets: [0, 1, 0, 0] };

export const sigmoidFocal: LossCases = {
  variants: [{}, { alpha: 0.25 }, { gamma: 0.5, alpha: 0.75 }, { gamma: 0 }, { gamma: 5 }],
  rows: [
    {
      source:
        "Lin et al. 2017, §3.2: at p_t = 0.9 the loss is 100 times lower than cross entropy, with γ = 2",
      inputs: { logits: [Math.log(9), -Math.log(9)], targets: [1, 0] },
      loss: [-Math.log(0.9) / 100, -Math.log(0.9) / 100],
    },
    {
      source: "Keras documentation of BinaryFocalCrossentropy(gamma=2, from_logits=True)",
      inputs: keras,
      reduction: "mean",
      loss: 0.691,
      within: 5e-4,
    },
    {
      source: "Keras documentation, the same with apply_class_balancing=True and alpha=0.25",
      params: { alpha: 0.25 },
      inputs: keras,
      reduction: "mean",
      loss: 0.51,
      within: 5e-3,
    },
    {
      source: "by hand at 0, γ = 2: ¼·log 2, slope ∓(¼·½ + 2·¼·½·log 2)",
      inputs: { logits: [0, 0], targets: [1, 0] },
      loss: [Math.LN2 / 4, Math.LN2 / 4],
      gradients: { logits: [-(1 / 8 + Math.LN2 / 4), 1 / 8 + Math.LN2 / 4] },
    },
    {
      source: "by hand: γ = 0 is the cross entropy, weighed α and 1 − α",
      params: { gamma: 0, alpha: 0.25 },
      inputs: { logits: [0, 0], targets: [1, 0] },
      loss: [0.25 * Math.LN2, 0.75 * Math.LN2],
      gradients: { logits: [-0.125, 0.375] },
    },
    {
      source: "optax issue 1267: γ < 1 on a saturated logit has no 0·∞",
      params: { gamma: 0.5 },
      inputs: { logits: [1000, -1000, 1000], targets: [1, 0, 0] },
      loss: [0, 0, 1000],
      gradients: { logits: [0, 0, 1] },
    },
    {
      source: "by hand: on the wrong side, however far, the loss is the distance",
      inputs: { logits: [2 ** 120, -(2 ** 127)], targets: [0, 1] },
      loss: [2 ** 120, 2 ** 127],
      gradients: { logits: [1, -1] },
    },
  ],
};
