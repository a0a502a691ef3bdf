import { UnsupportedError } from "../../errors.js";

/** The module that the user's own TensorFlow.js is made of. */
export type TensorFlow = typeof import("@tensorflow/tfjs-core");

/** @throws UnsupportedError where it is not installed */
export async function loadTensorFlow(): Promise<TensorFlow> {
  try {
    return await import("@tensorflow/tfjs-core");
  } catch (cause) {
    throw new UnsupportedError(
      `fusedloss/tfjs: the package "@tensorflow/tfjs-core" is not installed (${cause instanceof Error ? cause.message : cause}); run npm i @tensorflow/tfjs-core @tensorflow/tfjs-backend-webgpu.`,
      { cause },
    );
  }
}
