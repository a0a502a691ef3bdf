/**
 * Losses inside TensorFlow.js training, on its WebGPU backend.
 *
 * @module fusedloss/tfjs
 */
export { createEngine } from "./interop/tfjs/engine.js";
export { type TfLoss, type TfLossOptions, tfLoss } from "./interop/tfjs/tfLoss.js";
