export { linear } from "./linear.js";
export { uncertaintyWeighted } from "./uncertaintyWeighted.js";
export { weightedSum } from "./weightedSum.js";
