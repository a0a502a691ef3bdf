/** Every metric. */
export { accuracy } from "./accuracy.js";
export { averagePrecision } from "./averagePrecision.js";
export { binaryAccuracy } from "./binaryAccuracy.js";
export { bleu } from "./bleu.js";
export { calibrationError } from "./calibrationError.js";
export { confusionMatrix } from "./confusionMatrix.js";
export { f1 } from "./f1.js";
export { meanAbsoluteError } from "./meanAbsoluteError.js";
export { meanSquaredError } from "./meanSquaredError.js";
export { perplexity } from "./perplexity.js";
export { precision } from "./precision.js";
export { recall } from "./recall.js";
export { rocAuc } from "./rocAuc.js";
export { rootMeanSquaredError } from "./rootMeanSquaredError.js";
export { rSquared } from "./rSquared.js";
