/** Every metric. */
export { accuracy } from "./accuracy.js";
export { binaryAccuracy } from "./binaryAccuracy.js";
export { meanAbsoluteError } from "./meanAbsoluteError.js";
export { meanSquaredError } from "./meanSquaredError.js";
export { perplexity } from "./perplexity.js";
export { rootMeanSquaredError } from "./rootMeanSquaredError.js";
