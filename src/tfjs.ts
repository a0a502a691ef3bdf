/** `fusedloss/tfjs`: losses inside TensorFlow.js training, on its WebGPU backend. */
export { createEngine } from "./interop/tfjs/engine.js";
export { type TfLoss, type TfLossOptions, tfLoss } from "./interop/tfjs/tfLoss.js";
