/**
 * Engines on Dawn, WebGPU for Node.
 *
 * @module fusedloss/node
 */
export { createEngine, type NodeEngineOptions } from "./interop/node.js";
