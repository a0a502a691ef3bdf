import { decodeHalf } from "../check/half.js";
import { resolveInput, type Source } from "../check/inputs.js";
import { show } from "../check/params.js";
import { InvalidInputError, ShapeError } from "../errors.js";
import { elementCount, isGPUBuffer, type Tensor, type TypedArray } from "../tensor.js";

/** A number, or one element on the GPU to be read there. */
export type Scalar = number | Tensor<GPUBuffer>;

/** A number that is given as a number or as a one-element tensor; on the GPU it stays a tensor. */
export function scalar(loss: string, option: string, value: unknown): Scalar {
  if (typeof value === "number") return value;
  const source = resolveInput(loss, option, "real", value);
  if (elementCount(source.shape) !== 1) {
    throw new ShapeError(
      `${loss}: ${option} has shape [${source.shape.join(", ")}]; a number or a tensor of one element was wanted.`,
    );
  }
  if (isGPUBuffer(source.data)) {
    if (source.dtype !== "f32") throw wrongDType(loss, option, source.dtype);
    return value as Tensor<GPUBuffer>;
  }
  const data = source.data as TypedArray;
  if (source.bits) return decodeHalf(data as Uint16Array, source.dtype as "f16")[0] ?? 0;
  return Number(data[0]);
}

/** Numbers that a kernel reads as f32: 16-bit ones in memory are widened, on the GPU refused. */
export function asFloats(loss: string, option: string, source: Source): Source {
  const { data, dtype } = source;
  if (dtype !== "f16" && dtype !== "bf16") return source;
  if (isGPUBuffer(data)) throw wrongDType(loss, option, dtype);
  return { ...source, data: decodeHalf(data as Uint16Array, dtype), dtype: "f32", bits: false };
}

function wrongDType(loss: string, option: string, dtype: string): InvalidInputError {
  return new InvalidInputError(`${loss}: ${option} has dtype ${dtype}; f32 was wanted.`, { input: option });
}

/** Refuses a divisor that is not a number > 0. A GPU tensor is not looked into. */
export function checkDivisor(loss: string, divisor: Scalar, reduction: string): void {
  if (reduction !== "mean" && reduction !== "weightedMean") {
    throw new InvalidInputError(
      `${loss}: divisor replaces the divisor of "mean" or "weightedMean", and the reduction is "${reduction}"; leave it out.`,
      { input: "divisor" },
    );
  }
  if (typeof divisor === "number" && !(divisor > 0 && Number.isFinite(divisor))) {
    throw new InvalidInputError(
      `${loss}: divisor is ${show(divisor)}; it must be a finite number > 0, or a tensor of one element.`,
      { input: "divisor", value: divisor },
    );
  }
}

/** Refuses a gradient scale that is not finite. */
export function checkScale(loss: string, scale: Scalar): void {
  if (typeof scale !== "number" || Number.isFinite(scale)) return;
  throw new InvalidInputError(
    `${loss}: gradientScale is ${show(scale)}; it must be a finite number, or a tensor.`,
    { input: "gradientScale", value: scale },
  );
}
