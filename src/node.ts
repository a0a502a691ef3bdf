/** `fusedloss/node`: engines on Dawn, WebGPU for Node. */
export { createEngine, type NodeEngineOptions } from "./interop/node.js";
