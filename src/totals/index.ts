/** Every rule by its name: who has totals from elsewhere finds the rule that finishes them. */
export { averagePrecision } from "./averagePrecision.js";
export { bleu } from "./bleu.js";
export { calibration } from "./calibration.js";
export { expMean } from "./expMean.js";
export { f1 } from "./f1.js";
export { matrix } from "./matrix.js";
export { mean } from "./mean.js";
export { precision } from "./precision.js";
export { recall } from "./recall.js";
export { roc } from "./roc.js";
export { rootMean } from "./rootMean.js";
export type { Rule, Totals } from "./rule.js";
export { variance } from "./variance.js";
