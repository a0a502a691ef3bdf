/** What the engine's tests share: devices to inject, buffers to give, and a look at what a device is asked. */
import { usage } from "../../src/gpu/usage.js";
import { type DType, type Tensor, type TypedArray, tensor } from "../../src/tensor.js";

export const visible = usage.storage | usage.copySrc | usage.copyDst;
export { usage };

/**
 * A device of one's own, with the default limits unless told otherwise.
 *
 * @param features asked for where there are any
 */
export async function newDevice(
  requiredLimits: Record<string, number> = {},
  features: readonly GPUFeatureName[] = [],
): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error("these tests need a WebGPU adapter, a software one at least.");
  const requiredFeatures = features.filter((name) => adapter.features.has(name));
  return adapter.requestDevice({ requiredLimits, requiredFeatures });
}

/** An adapter that says it is no software: plans made for it are those of real GPUs, and run where we are. */
export const asHardware = {
  info: { vendor: "test", architecture: "hardware", device: "", description: "" },
} as GPUAdapter;

/** A device that says it binds so little: what is cut to fit, is cut with few numbers too. */
export async function narrowDevice(
  maxStorageBufferBindingSize: number,
  features: readonly GPUFeatureName[] = [],
): Promise<GPUDevice> {
  const device = await newDevice({}, features);
  const limits: Record<string, number> = {};
  for (const name in device.limits) limits[name] = device.limits[name as "maxBufferSize"];
  Object.defineProperty(device, "limits", { value: { ...limits, maxStorageBufferBindingSize } });
  return device;
}

/** A buffer with these numbers, `offset` bytes in; its usage may be less than the usual. */
export function bufferOf(
  device: GPUDevice,
  data: TypedArray,
  { flags = visible, offset = 0, size }: { flags?: number; offset?: number; size?: number } = {},
): GPUBuffer {
  const bytes = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  const padded = new Uint8Array(size ?? Math.ceil((offset + bytes.length) / 4) * 4);
  padded.set(bytes, offset);
  const buffer = device.createBuffer({
    label: "test",
    size: padded.length,
    usage: flags,
    mappedAtCreation: true,
  });
  new Uint8Array(buffer.getMappedRange()).set(padded);
  buffer.unmap();
  return buffer;
}

/** Numbers on the GPU with a shape. */
export function onGpu(
  device: GPUDevice,
  data: TypedArray | readonly number[],
  shape: readonly number[] = [data.length],
  { dtype = "f32", flags = visible, offset = 0 }: { dtype?: DType; flags?: number; offset?: number } = {},
): Tensor<GPUBuffer> {
  const stored = tensor(Array.isArray(data) ? Float32Array.from(data) : (data as TypedArray), shape, {
    dtype,
  });
  return tensor(bufferOf(device, stored.data, { flags, offset }), shape, { dtype, offset });
}

/** The bytes of a buffer, read through a device's own means. */
export async function bytesOf(
  device: GPUDevice,
  buffer: GPUBuffer,
  offset = 0,
  size = buffer.size - offset,
): Promise<ArrayBuffer> {
  const whole = Math.ceil(size / 4) * 4;
  const staging = device.createBuffer({ size: whole, usage: usage.mapRead | usage.copyDst });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, offset, staging, 0, whole);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(1);
  const bytes = staging.getMappedRange().slice(0, size);
  staging.destroy();
  return bytes;
}

export async function floatsOf(device: GPUDevice, buffer: GPUBuffer): Promise<number[]> {
  return Array.from(new Float32Array(await bytesOf(device, buffer)));
}

/** What a device was asked for since the watch began, and which of its buffers live. */
export interface Watch {
  /** Calls by the method's name. */
  readonly calls: Record<string, number>;
  /** Buffers made since, and not destroyed. */
  readonly live: Set<GPUBuffer>;
  readonly bytes: () => number;
  readonly reset: () => void;
}

const watched = [
  "createBuffer",
  "createBindGroup",
  "createBindGroupLayout",
  "createPipelineLayout",
  "createShaderModule",
  "createComputePipelineAsync",
  "createCommandEncoder",
] as const;

/** Watches a device from now on. */
export function watch(device: GPUDevice): Watch {
  const calls: Record<string, number> = {};
  const live = new Set<GPUBuffer>();
  for (const name of watched) {
    const original = (device[name] as (...given: unknown[]) => unknown).bind(device);
    Object.defineProperty(device, name, {
      configurable: true,
      value: (...given: unknown[]) => {
        calls[name] = (calls[name] ?? 0) + 1;
        const made = original(...given);
        if (name === "createBuffer") follow(made as GPUBuffer);
        return made;
      },
    });
  }
  function follow(buffer: GPUBuffer): void {
    live.add(buffer);
    const destroy = buffer.destroy.bind(buffer);
    Object.defineProperty(buffer, "destroy", {
      value: () => {
        live.delete(buffer);
        return destroy();
      },
    });
  }
  return {
    calls,
    live,
    bytes: () => [...live].reduce((total, { size }) => total + size, 0),
    reset: () => {
      for (const name of Object.keys(calls)) delete calls[name];
    },
  };
}

/** What a promise rejects with, which must be of this class. */
export async function rejection<T>(type: new (...args: never[]) => T, work: Promise<unknown>): Promise<T> {
  let value: unknown;
  try {
    value = await work;
  } catch (error) {
    if (error instanceof type) return error;
    throw error;
  }
  throw new Error(
    `it resolved to ${JSON.stringify(value)?.slice(0, 200)}; a rejection with ${type.name} was expected.`,
  );
}
