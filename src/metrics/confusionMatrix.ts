import body from "../../shaders/metrics/confusionMatrix.wgsl?raw";
import { countUpTo, integer32, optional } from "../check/params.js";
import { InvalidInputError } from "../errors.js";
import { ledgerWork } from "../families/ledger.js";
import { metric, usualMetric } from "../families/metric.js";
import { matrix } from "../totals/matrix.js";

const name = "confusionMatrix";
const params = { classes: optional(countUpTo(2 ** 15, 1)), ignoreIndex: integer32(-100) };

/**
 * Confusion matrix: how many rows of each true class were predicted as each class.
 *
 * Inputs `logits` or `probabilities` […, C] (the largest class, the first of equals), or `predictedLabels` […], and
 * `labels` […]; `weights` […] are counted instead of ones. Rows whose label is `ignoreIndex`, and rows masked
 * throughout, do not count. Gives a `Float64Array` of [classes, classes], row-major: true classes are rows. The same
 * as `sklearn.metrics.confusion_matrix`.
 *
 * @param params.classes how many classes there are; must be told of `predictedLabels`. Default: C.
 * @param params.ignoreIndex a label that does not count. Default −100.
 */
export const confusionMatrix = metric<
  typeof params,
  "logits" | "probabilities" | "predictedLabels" | "labels" | "weights",
  Float64Array
>({
  ...usualMetric,
  name,
  family: "ledger",
  inputs: { predictedLabels: "labels", logits: "logits", probabilities: "unit", labels: "labels" },
  oneOf: [["predictedLabels", "logits", "probabilities"]],
  params,
  rule: matrix,
  work: (given, inputs) => {
    const classes = given.classes as number | undefined;
    if (inputs.includes("predictedLabels") && classes === undefined) {
      throw new InvalidInputError(
        `${name}: predictedLabels do not tell how many classes there are; give ${name}({ classes }).`,
        { input: "classes" },
      );
    }
    return ledgerWork({
      name,
      params: given,
      given: inputs,
      body,
      bodyName: name,
      entries: 1,
      classes,
      lists: ["counts"],
      square: true,
    });
  },
  surrogate: "softmaxCrossEntropy",
  formula: String.raw`M_{ab}=\sum_i w_i\,[y_i=a]\,[\hat y_i=b]`,
  citation:
    "K. Pearson, On the theory of contingency and its relation to association and normal correlation, 1904",
});
