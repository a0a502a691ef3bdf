export { adam } from "./adam.js";
export { adamW } from "./adamW.js";
export { sgd } from "./sgd.js";
