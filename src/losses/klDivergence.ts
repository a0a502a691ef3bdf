import body from "../../shaders/losses/klDivergence.wgsl?raw";
import { flag } from "../check/params.js";
import type { InputKind } from "../definition.js";
import { rowwise } from "../families/rowwise.js";

/**
 * Kullback–Leibler divergence of the predicted distribution from the targets.
 *
 * Σ t(log t − logProbabilities), 0·log 0 = 0; with `logTargets` t = e^targets.
 *
 * Inputs `logProbabilities`, `targets` [N, C]; gradients of both (a target of exactly 0 has none). A
 * log-probability of −Infinity is a probability of 0: the loss is +Infinity where its target is not 0.
 * The same as `torch.nn.KLDivLoss(reduction="batchmean", log_target=logTargets)`: the mean is per row.
 *
 * @param params.logTargets the targets are log-probabilities. Default false.
 * @throws InvalidInputError if a parameter is out of range
 */
export const klDivergence = rowwise({
  name: "klDivergence",
  inputs: { logProbabilities: "logits", targets: "nonNegative" },
  kinds: ({ logTargets }): Record<string, InputKind> => (logTargets ? { targets: "logits" } : {}),
  gradients: ["logProbabilities", "targets"],
  params: { logTargets: flag(false) },
  state: { total: "f32", impossible: "u32" },
  flags: ({ logTargets }) => ({ LogTargets: logTargets === true }),
  formula: String.raw`\sum_c t_c(\log t_c-\log p_c)`,
  citation: "S. Kullback, R. A. Leibler, On Information and Sufficiency, Ann. Math. Statist. 22 (1951) 79–86",
  body,
});
