import { decodeHalf } from "../check/half.js";
import type { Source } from "../check/inputs.js";
import { UnsupportedError } from "../errors.js";
import { isGPUBuffer, isTensor } from "../tensor.js";

/** Refuses what lies on the GPU: the reference never waits, so it can read nothing back. */
export function refuseGPU(loss: string, values: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(values ?? {})) {
    if (!isGPUBuffer(isTensor(value) ? value.data : value)) continue;
    throw new UnsupportedError(
      `${loss}: ${key} is on the GPU, and the reference computes on the CPU; read it back first (copy it to a MAP_READ buffer) and give the numbers.`,
    );
  }
}

/**
 * The numbers of a source in float64: 16-bit patterns at their exact value, big integers as numbers.
 * `rounded` gives them as the GPU stores them, in f32.
 */
export function readNumbers({ data, dtype, bits }: Source, rounded = false): Float64Array {
  if (bits) return Float64Array.from(decodeHalf(data as Uint16Array, dtype as "f16" | "bf16"));
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  const numbers = data as Float64Array;
  return rounded && dtype === "f32" ? Float64Array.from(numbers, Math.fround) : Float64Array.from(numbers);
}

/** Parameters as the GPU gets them, in f32. */
export function roundParams(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const round = (value: unknown): unknown => {
    if (typeof value === "number") return Math.fround(value);
    return Array.isArray(value) ? value.map(round) : value;
  };
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, round(value)]));
}
