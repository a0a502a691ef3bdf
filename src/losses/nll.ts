import body from "../../shaders/losses/nll.wgsl?raw";
import { perClassNumbers } from "../check/params.js";
import { rowwise } from "../families/rowwise.js";

/**
 * Negative log-likelihood of log-probabilities that were made before; for logits use `softmaxCrossEntropy`.
 *
 * −logProbabilities[label].
 *
 * Inputs `logProbabilities` [N, C] (−Infinity: probability 0), `labels` [N]; gradient of `logProbabilities`.
 * The same as `torch.nn.NLLLoss`, but 0 where no row counts.
 *
 * @param params.classWeights one number ≥ 0 per class; they enter the divisor of "mean". Default: none.
 * @param params.ignoreIndex rows with this label do not count. Default -100.
 * @throws InvalidInputError if a parameter is out of range
 */
export const nll = rowwise({
  name: "nll",
  inputs: { logProbabilities: "logits", labels: "labels" },
  gradients: ["logProbabilities"],
  params: { classWeights: perClassNumbers },
  perClass: "classWeights",
  perClassDivides: true,
  state: { nothing: "f32" },
  carried: () => [],
  formula: String.raw`-\log p_y`,
  citation:
    "R. A. Fisher, On the Mathematical Foundations of Theoretical Statistics, Phil. Trans. R. Soc. A 222 (1922) 309–368",
  body,
});
