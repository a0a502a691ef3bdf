/**
 * Losses of what onnxruntime-web computes, on its device.
 *
 * @module fusedloss/onnx
 */
export { createEngine } from "./interop/onnx/engine.js";
export { fromOrt, type OrtTensor } from "./interop/onnx/fromOrt.js";
