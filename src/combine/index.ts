export { customLoss } from "./customLoss.js";
export { uncertaintyWeighted } from "./uncertaintyWeighted.js";
export { weightedSum } from "./weightedSum.js";
