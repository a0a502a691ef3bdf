import { encodeHalf } from "./check/half.js";
import { checkOptionNames } from "./check/options.js";
import { type InvalidInputDetails, InvalidInputError, ShapeError } from "./errors.js";

/** How a tensor's numbers are stored. Arithmetic is f32 whatever the storage. */
export type DType = "f32" | "f16" | "bf16" | "u32" | "i32";

/** Any typed array of numbers, or of big integers (those for labels and lengths only). */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;
export type TypedArray = NumberArray | BigInt64Array | BigUint64Array;

/** A `Float16Array`, told by its tag: not every compiler's library has the type. */
export interface HalfArray extends ArrayBufferView {
  readonly [Symbol.toStringTag]: "Float16Array";
  readonly length: number;
}

/** Plain numbers, nested as deep as the tensor has axes. */
export type NestedNumbers = readonly number[] | readonly NestedNumbers[];

/** What can be wrapped: numbers in memory, or a buffer on the GPU. */
export type TensorData = TypedArray | GPUBuffer;

/** Data with a shape (row-major) and a dtype. Made by `tensor()`. */
export interface Tensor<Data extends TensorData = TensorData> {
  /** The numbers: f16 and bf16 as bits in a `Uint16Array`; on the GPU the buffer itself. */
  readonly data: Data;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Where the data begins in a GPU buffer, in bytes. */
  readonly offset: number;
  /** The GPU buffer; `undefined` for numbers in memory. */
  readonly buffer: Data extends GPUBuffer ? GPUBuffer : undefined;
  /** Destroys the GPU buffer; nothing happens for numbers in memory. */
  destroy(): void;
}

export interface TensorOptions {
  /** Default: what the typed array holds; `"f32"` for plain numbers, float64 arrays and GPU buffers. */
  dtype?: DType;
  /** Bytes to skip at the start of a GPU buffer. Default 0. */
  offset?: number;
}

const bytesPerElement: Record<DType, number> = { f32: 4, f16: 2, bf16: 2, u32: 4, i32: 4 };

/** Bytes of one stored element. */
export function dtypeBytes(dtype: DType): number {
  return bytesPerElement[dtype];
}

export function isHalf(dtype: DType): dtype is "f16" | "bf16" {
  return dtype === "f16" || dtype === "bf16";
}

/** A GPU buffer is known by its methods: the global class need not exist where this runs. */
export function isGPUBuffer(value: unknown): value is GPUBuffer {
  const buffer = value as Partial<GPUBuffer> | null;
  return typeof buffer?.mapAsync === "function" && typeof buffer.getMappedRange === "function";
}

export function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

class WrappedTensor<Data extends TensorData> implements Tensor<Data> {
  readonly buffer: Tensor<Data>["buffer"];
  constructor(
    readonly data: Data,
    readonly shape: readonly number[],
    readonly dtype: DType,
    readonly offset: number,
    /** The numbers before rounding where plain integers were given: labels may come from these. */
    readonly plain: readonly number[] | undefined,
  ) {
    this.buffer = (isGPUBuffer(data) ? data : undefined) as Tensor<Data>["buffer"];
    Object.freeze(this.shape);
    Object.freeze(this);
  }
  destroy(): void {
    if (isGPUBuffer(this.data)) this.data.destroy();
  }
}

export function isTensor(value: unknown): value is Tensor {
  return value instanceof WrappedTensor;
}

/** The plain numbers that a tensor was made of, if it was made of plain numbers. */
export function plainNumbers(value: Tensor): readonly number[] | undefined {
  return (value as WrappedTensor<TensorData>).plain;
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** `[2, 3]` as a message shows it. */
export function showShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

function checkShape(shape: readonly number[]): void {
  if (Array.isArray(shape) && shape.every((axis) => Number.isInteger(axis) && axis >= 0)) return;
  throw new ShapeError(
    `tensor: shape is ${JSON.stringify(shape)}; every axis must be a whole number ≥ 0, as in [2, 3].`,
  );
}

/** Nested plain numbers → their shape and the numbers in row-major order. A message says whose they are. */
export function flatten(
  nested: NestedNumbers,
  where = "tensor",
  details: InvalidInputDetails = {},
): { shape: number[]; values: number[] } {
  const shape: number[] = [];
  for (let level: unknown = nested; Array.isArray(level); level = level[0]) shape.push(level.length);
  const values: number[] = [];
  const walk = (level: unknown, depth: number): void => {
    if (depth === shape.length) {
      if (Array.isArray(level)) {
        throw new ShapeError(
          `${where}: found an array where a number was wanted; nested arrays must be rectangular.`,
        );
      }
      if (typeof level !== "number") {
        const found = typeof level === "string" ? `"${level}"` : String(level);
        throw new InvalidInputError(
          `${where}: found ${found} where a number was wanted; convert it with Number.`,
          details,
        );
      }
      values.push(level);
      return;
    }
    if (!Array.isArray(level) || level.length !== shape[depth]) {
      throw new ShapeError(
        `${where}: axis ${depth} has ${Array.isArray(level) ? `${level.length} entries` : String(level)} where ${shape[depth]} were wanted; nested arrays must be rectangular.`,
      );
    }
    for (const inner of level) walk(inner, depth + 1);
  };
  walk(nested, 0);
  return { shape, values };
}

function isFloat16Array(data: object): boolean {
  return Object.prototype.toString.call(data) === "[object Float16Array]";
}

/** Stores a typed array's numbers as `dtype` says; `undefined` means what the array holds. */
function store(data: TypedArray, dtype: DType | undefined): { data: TypedArray; dtype: DType } {
  if (isFloat16Array(data)) {
    const half = new Uint16Array(data.buffer as ArrayBuffer, data.byteOffset, data.length);
    if (dtype === undefined || dtype === "f16") return { data: half, dtype: "f16" };
    return store(Float32Array.from(data as unknown as ArrayLike<number>), dtype);
  }
  if (dtype === undefined) {
    if (data instanceof Float64Array) return { data: Float32Array.from(data), dtype: "f32" };
    if (data instanceof Float32Array) return { data, dtype: "f32" };
    if (data instanceof Uint32Array || data instanceof BigUint64Array) return { data, dtype: "u32" };
    return { data, dtype: "i32" };
  }
  const big = data instanceof BigInt64Array || data instanceof BigUint64Array;
  if (dtype === "u32" || dtype === "i32") {
    if (!big && (data instanceof Float32Array || data instanceof Float64Array)) {
      if (!data.every(Number.isInteger)) {
        throw new InvalidInputError(
          `tensor: dtype "${dtype}" was asked for numbers that are not whole; round them first, or leave dtype out.`,
        );
      }
      return { data: dtype === "u32" ? Uint32Array.from(data) : Int32Array.from(data), dtype };
    }
    return { data, dtype };
  }
  if (big) {
    throw new InvalidInputError(
      `tensor: dtype "${dtype}" was asked of a ${data.constructor.name}, which serves labels and lengths only; convert the values with Float32Array.from(data, Number).`,
    );
  }
  if (dtype === "f32") {
    return { data: data instanceof Float32Array ? data : Float32Array.from(data), dtype };
  }
  if (data instanceof Uint16Array) return { data, dtype };
  return { data: encodeHalf(data, dtype), dtype };
}

/**
 * Gives data a shape and a dtype.
 *
 * @param data a typed array, plain (nested) numbers, or a `GPUBuffer` (which may be larger than its data)
 * @param shape row-major; default: the array's own shape. A `GPUBuffer` must be told
 * @param options `dtype` (16-bit: a `Uint16Array` is taken as bits, anything else is rounded), `offset` in bytes
 * @throws ShapeError when the length does not fit the shape, InvalidInputError when the dtype does not fit the data
 */
export function tensor<Data extends TensorData>(
  data: Data,
  shape?: readonly number[],
  options?: TensorOptions,
): Tensor<Data>;
export function tensor(
  data: HalfArray,
  shape?: readonly number[],
  options?: TensorOptions,
): Tensor<Uint16Array>;
export function tensor(
  data: NestedNumbers | number,
  shape?: readonly number[],
  options?: TensorOptions,
): Tensor<Float32Array>;
export function tensor(
  data: TensorData | HalfArray | NestedNumbers | number,
  shape?: readonly number[],
  options: TensorOptions = {},
): Tensor {
  checkOptionNames("tensor", options, ["dtype", "offset"]);
  const { dtype, offset = 0 } = options;
  if (dtype !== undefined && !(dtype in bytesPerElement)) {
    throw new InvalidInputError(
      `tensor: dtype is ${JSON.stringify(dtype)}; one of ${Object.keys(bytesPerElement).join(", ")} was wanted.`,
    );
  }
  if (shape !== undefined) checkShape(shape);
  if (isGPUBuffer(data)) return wrapBuffer(data, shape, dtype ?? "f32", offset);
  if (offset !== 0) {
    throw new InvalidInputError(
      "tensor: offset is for GPU buffers; use data.subarray(…) for numbers in memory.",
    );
  }
  if (typeof data === "number" || Array.isArray(data)) {
    const nested = typeof data === "number" ? { shape: [], values: [data] } : flatten(data);
    const stored = store(Float64Array.from(nested.values), dtype);
    return wrapNumbers(stored.data, shape ?? nested.shape, stored.dtype, nested.values);
  }
  if (!isTypedArray(data)) {
    throw new InvalidInputError(
      `tensor: data is ${data === null ? "null" : typeof data}; a typed array, plain numbers or a GPUBuffer was wanted.`,
    );
  }
  const stored = store(data, dtype);
  return wrapNumbers(stored.data, shape ?? [data.length], stored.dtype, undefined);
}

function wrapNumbers(
  data: TypedArray,
  shape: readonly number[],
  dtype: DType,
  plain: readonly number[] | undefined,
): Tensor {
  const wanted = elementCount(shape);
  if (data.length !== wanted) {
    throw new ShapeError(
      `tensor: the data has ${data.length} elements and shape ${showShape(shape)} wants ${wanted}; give the shape of the data.`,
    );
  }
  return new WrappedTensor(data, [...shape], dtype, 0, plain);
}

function wrapBuffer(
  data: GPUBuffer,
  shape: readonly number[] | undefined,
  dtype: DType,
  offset: number,
): Tensor {
  if (shape === undefined) {
    throw new ShapeError("tensor: a GPUBuffer has no shape of its own; call tensor(buffer, shape).");
  }
  if (!Number.isInteger(offset) || offset < 0) {
    throw new InvalidInputError(`tensor: offset is ${offset}; it must be a whole number of bytes ≥ 0.`);
  }
  const needed = storedBytes(shape, dtype);
  if (offset + needed > data.size) {
    throw new ShapeError(
      `tensor: shape ${showShape(shape)} of ${dtype} needs ${needed} bytes from offset ${offset}, and the buffer has ${data.size}; give a larger buffer or a smaller shape.`,
    );
  }
  return new WrappedTensor(data, [...shape], dtype, offset, undefined);
}

/** Bytes that a shape takes on the GPU: 16-bit data is padded to whole 4-byte words. */
export function storedBytes(shape: readonly number[], dtype: DType): number {
  return Math.ceil((elementCount(shape) * dtypeBytes(dtype)) / 4) * 4;
}
