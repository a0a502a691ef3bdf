export { uncertaintyWeighted } from "./uncertaintyWeighted.js";
export { weightedSum } from "./weightedSum.js";
