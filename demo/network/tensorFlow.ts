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
import { useSoftwareKernels } from "./software/useSoftwareKernels.js";

export { tf };

/** An engine on TensorFlow.js's device: their tensors need no copy. */
export async function startTensorFlow(): Promise<Engine> {
  await tf.setBackend("webgpu");
  const engine = await createEngine();
  if (engine.info.software) useSoftwareKernels();
  return engine;
}
