/**
 * TensorFlow.js for what is more than a weighted sum, and our losses inside it, on one device. Imported by workers
 * that train a network; nobody else loads it.
 */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-webgpu";
// The core alone cannot differentiate; the package `@tensorflow/tfjs` imports this too.
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import type { Engine } from "fusedloss";
import { createEngine } from "fusedloss/tfjs";

export { tf };

/** `MatMulPackedProgram` of the WebGPU backend, which does not export the name. */
const packedTiles = 3;

/** An engine on TensorFlow.js's device: their tensors need no copy. */
export async function startTensorFlow(): Promise<Engine> {
  await tf.setBackend("webgpu");
  const engine = await createEngine();
  // Many small tiles keep a GPU busy; in software each costs its barriers, and large ones take a quarter of the time.
  if (engine.info.software) tf.env().set("WEBGPU_MATMUL_PROGRAM_TYPE", packedTiles);
  return engine;
}
