export { perceptual } from "./perceptual.js";
