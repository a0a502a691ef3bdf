import { integer32 } from "../check/params.js";
import { lossMean } from "../families/lossMean.js";
import { categoricalCrossEntropy } from "../losses/categoricalCrossEntropy.js";
import { softmaxCrossEntropy } from "../losses/softmaxCrossEntropy.js";
import { expMean } from "../totals/expMean.js";

const params = { ignoreIndex: integer32(-100) };

/**
 * Perplexity: exp of the mean cross entropy in nats, over how many equally likely classes the model hesitates.
 *
 * Inputs `logits` […, C] (softmax inside) or `probabilities` […, C], `labels` […]; `weights` […] weigh the rows. Rows
 * whose label is `ignoreIndex` do not count. Gives a number, 1 of nothing.
 *
 * @param params.ignoreIndex a label that does not count. Default −100.
 */
export const perplexity = lossMean<typeof params, "logits" | "probabilities" | "labels" | "weights">({
  name: "perplexity",
  inputs: { logits: "logits", probabilities: "unit", labels: "labels" },
  oneOf: [["logits", "probabilities"]],
  params,
  loss: ({ ignoreIndex }, given) => {
    const loss = given.includes("logits") ? softmaxCrossEntropy : categoricalCrossEntropy;
    return loss({ ignoreIndex: ignoreIndex as number });
  },
  rule: expMean,
  surrogate: "softmaxCrossEntropy",
  formula: String.raw`\exp\Bigl(-\frac{\sum_i w_i\log p_{i,y_i}}{\sum_i w_i}\Bigr)`,
  citation:
    "F. Jelinek, R. L. Mercer, L. R. Bahl, J. K. Baker, Perplexity – a measure of the difficulty of speech recognition tasks, J. Acoust. Soc. Am. 62 (1977) S63",
});
