export { linear } from "./linear.js";
export { perceptual } from "./perceptual.js";
