export { customLoss } from "./customLoss.js";
export { linear } from "./linear.js";
export { perceptual } from "./perceptual.js";
export { uncertaintyWeighted } from "./uncertaintyWeighted.js";
export { weightedSum } from "./weightedSum.js";
