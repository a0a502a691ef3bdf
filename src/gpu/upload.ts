import { encodeHalf } from "../check/half.js";
import type { DType, TypedArray } from "../tensor.js";
import type { BufferPool } from "./pool.js";
import { visible } from "./usage.js";

const largest = 0x7fffffff;

/** A class index as i32: what does not fit stays out of range instead of wrapping into it. */
function toIndex(value: number | bigint): number {
  const number = Number(value);
  return number > largest || number < -largest ? largest : number;
}

/** The bytes that the GPU gets of a host array: f32, i32, or 16-bit pairs in whole words. */
function encode(data: TypedArray, dtype: DType, bits: boolean): ArrayBufferView<ArrayBuffer> {
  if (dtype === "f32") {
    return data instanceof Float32Array
      ? (data as Float32Array<ArrayBuffer>)
      : Float32Array.from(data as ArrayLike<number>);
  }
  if (dtype === "f16" || dtype === "bf16") {
    const halves = bits ? (data as Uint16Array) : encodeHalf(data as Float32Array, dtype);
    if (halves.length % 2 === 0) return halves as Uint16Array<ArrayBuffer>;
    const whole = new Uint16Array(halves.length + 1);
    whole.set(halves);
    return whole;
  }
  if (data instanceof Int32Array) return data as Int32Array<ArrayBuffer>;
  return Int32Array.from(data as ArrayLike<number>, toIndex);
}

/** Dawn in Node takes nothing that threads share; browsers do. */
function unshared(view: ArrayBufferView<ArrayBuffer>): ArrayBufferView<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = view as ArrayBufferView;
  const isShared = typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;
  return isShared ? new Uint8Array(buffer, byteOffset, byteLength).slice() : view;
}

/** A pooled, labelled buffer with the data in it, padded to the next 16-byte border. */
export async function upload(
  device: GPUDevice,
  pool: BufferPool,
  label: string,
  { data, dtype, bits }: { readonly data: TypedArray; readonly dtype: DType; readonly bits: boolean },
): Promise<GPUBuffer> {
  const view = unshared(encode(data, dtype, bits));
  const size = Math.max(16, Math.ceil(view.byteLength / 16) * 16);
  const buffer = await pool.acquire(size, visible, label);
  if (view.byteLength > 0) {
    device.queue.writeBuffer(buffer, 0, view.buffer, view.byteOffset, view.byteLength);
  }
  return buffer;
}
