import type { Tensor as TfTensor } from "@tensorflow/tfjs-core";
import { NoDeviceError } from "../../errors.js";
import { isGPUBuffer } from "../../tensor.js";
import type { TensorFlow } from "./load.js";

/** What we use of TensorFlow.js's WebGPU backend. */
export interface Backend {
  readonly device: GPUDevice;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  uploadToGPU(dataId: object): void;
  readonly tensorMap: { get(dataId: object): Held };
}

/** A tensor's data: on the GPU, or still in memory. */
interface Held {
  readonly resource?: unknown;
  readonly values?: ArrayLike<number> | null;
}

/**
 * The backend that TensorFlow.js runs on.
 *
 * @throws NoDeviceError where it is another than WebGPU
 */
export function backendOf(tf: TensorFlow): Backend {
  const name = tf.getBackend();
  if (name === "webgpu") return tf.backend() as unknown as Backend;
  throw new NoDeviceError(
    `fusedloss/tfjs: TensorFlow.js runs on the backend "${name}"; import "@tensorflow/tfjs-backend-webgpu", then await tf.setBackend("webgpu") before this.`,
  );
}

/** The buffer of a tensor, its data uploaded if they were not; what is pending of it is encoded, not submitted. */
export function bufferOf(backend: Backend, { dataId }: TfTensor): GPUBuffer {
  backend.uploadToGPU(dataId);
  const { resource } = backend.tensorMap.get(dataId);
  if (isGPUBuffer(resource)) return resource;
  throw new NoDeviceError("fusedloss/tfjs: a tensor of TensorFlow.js has no GPU buffer, but a texture.");
}

/** Submits what TensorFlow.js has encoded so far: what we submit next reads its results. */
export function flush(backend: Backend): void {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}

/** Whether every number of a tensor is known, without asking the GPU, to be 1. */
export function isKnownOne(backend: Backend, { dataId }: TfTensor): boolean {
  const { values, resource } = backend.tensorMap.get(dataId);
  return !resource && !!values && Array.prototype.every.call(values, (value: number) => value === 1);
}
