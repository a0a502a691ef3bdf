import { createEngineOn, type Engine, type EngineOptions } from "../../engine/engine.js";
import { backendOf } from "./backend.js";
import { loadTensorFlow } from "./load.js";

/**
 * Makes an engine on the device of TensorFlow.js, whose backend must be `webgpu`: tensors of the two need no
 * copy through memory. Destroying the engine leaves the device alone.
 *
 * @throws UnsupportedError where `@tensorflow/tfjs-core` is not installed, NoDeviceError where its backend is another
 */
export async function createEngine(
  options: Pick<EngineOptions, "memoryLimit" | "label"> = {},
): Promise<Engine> {
  const tf = await loadTensorFlow();
  await tf.ready();
  return createEngineOn(undefined, { ...options, device: backendOf(tf).device });
}
