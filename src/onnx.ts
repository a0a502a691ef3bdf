/** `fusedloss/onnx`: losses of what onnxruntime-web computes, on its device. */
export { createEngine } from "./interop/onnx/engine.js";
export { fromOrt } from "./interop/onnx/fromOrt.js";
