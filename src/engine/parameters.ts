import { type InputValue, resolveInput, type Source } from "../check/inputs.js";
import { show } from "../check/params.js";
import { InvalidInputError, UnsupportedError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import type { Place } from "../gpu/realised.js";
import { visible } from "../gpu/usage.js";
import type { PlannedParameter } from "../optimizer.js";
import { elementCount, isGPUBuffer, type TypedArray } from "../tensor.js";
import { checkBuffer } from "./request.js";

/** A tensor of parameters: numbers, which go to the arena, or a GPU tensor, which is updated where it is. */
export type ParameterValue = InputValue;

/** A buffer that holds parameters: one of the user's, or the arena, which is made yet. */
interface Home {
  readonly buffer: GPUBuffer | undefined;
  /** Where its parameters begin, in bytes, and how far it reaches from there. */
  readonly offset: number;
  readonly size: number;
}

export interface ParameterLayout {
  readonly homes: readonly Home[];
  readonly parameters: readonly PlannedParameter[];
  readonly sources: Readonly<Record<string, Source>>;
}

/** The parameters as they were given, each with its shape. */
export function resolveParameters(
  gpu: GpuContext,
  optimizer: string,
  given: Readonly<Record<string, ParameterValue>>,
): Record<string, Source> {
  const names =
    given && typeof given === "object" ? Object.keys(given).filter((key) => given[key] !== undefined) : [];
  if (names.length === 0) {
    throw new InvalidInputError(
      `${optimizer}: the parameters are ${show(given)}; give at least one, as in { weights: new Float32Array(10) }.`,
      { input: "parameters" },
    );
  }
  const alignment = gpu.device.limits.minStorageBufferOffsetAlignment;
  const sources: Record<string, Source> = {};
  for (const key of names) {
    const source = resolveInput(optimizer, key, "real", given[key]);
    if (source.dtype !== "f32") {
      throw new UnsupportedError(
        `${optimizer}: ${key} is stored as ${source.dtype}, which is too coarse to be moved by small steps; keep the parameters in f32 and make a ${source.dtype} copy of them where you need one.`,
      );
    }
    checkBuffer(optimizer, key, source, alignment);
    sources[key] = source;
  }
  return sources;
}

/** Where every parameter lies: numbers one after the other in an arena, GPU tensors where they are. */
export function layParameters(
  gpu: GpuContext,
  optimizer: string,
  sources: Readonly<Record<string, Source>>,
): ParameterLayout {
  const alignment = Math.max(256, gpu.device.limits.minStorageBufferOffsetAlignment);
  const buffers = [
    ...new Set(Object.values(sources).map(({ data }) => (isGPUBuffer(data) ? data : undefined))),
  ];
  const ofHome = (buffer: GPUBuffer | undefined): [string, Source][] =>
    Object.entries(sources).filter(([, { data }]) => (isGPUBuffer(data) ? data : undefined) === buffer);
  const offsets: Record<string, number> = {};
  const homes = buffers.map((buffer): Home => {
    const tensors = ofHome(buffer);
    if (buffer) {
      checkOverlap(optimizer, tensors);
      const offset = Math.min(...tensors.map(([, source]) => source.offset));
      for (const [key, source] of tensors) offsets[key] = source.offset - offset;
      return { buffer, offset, size: buffer.size - offset };
    }
    let size = 0;
    for (const [key, { shape }] of tensors) {
      offsets[key] = size;
      size += alignment * Math.ceil((4 * elementCount(shape)) / alignment);
    }
    return { buffer, offset: 0, size: Math.max(alignment, size) };
  });
  const parameters = Object.entries(sources).map(([name, { data, shape }]) => ({
    name,
    elements: elementCount(shape),
    home: buffers.indexOf(isGPUBuffer(data) ? data : undefined),
    offset: offsets[name] as number,
  }));
  return { homes, parameters, sources };
}

/** The buffers of the parameters by their names in the plan, the arena made and filled. */
export async function uploadParameters(
  gpu: GpuContext,
  optimizer: string,
  { homes, parameters, sources }: ParameterLayout,
  made: GPUBuffer[],
): Promise<Record<string, Place>> {
  const places: Record<string, Place> = {};
  for (const [home, { buffer: given, offset, size }] of homes.entries()) {
    let buffer = given;
    if (!buffer) {
      buffer = await gpu.pool.create(size, visible, `${optimizer}/parameters`);
      made.push(buffer);
      for (const { name, offset: at } of parameters.filter((parameter) => parameter.home === home)) {
        const { data } = sources[name] as Source;
        const numbers =
          data instanceof Float32Array ? data : Float32Array.from(data as TypedArray as Float64Array);
        gpu.device.queue.writeBuffer(buffer, at, numbers as Float32Array<ArrayBuffer>);
      }
    }
    places[`parameters/${home}`] = { buffer, offset };
  }
  return places;
}

/** Two tensors in one place would both be moved there. */
function checkOverlap(optimizer: string, tensors: readonly (readonly [string, Source])[]): void {
  const ordered = [...tensors].sort(([, a], [, b]) => a.offset - b.offset);
  for (const [i, [key, { offset }]] of ordered.entries()) {
    const [before, { offset: from, shape }] = ordered[i - 1] ?? [key, { offset: 0, shape: [0] }];
    if (from + 4 * elementCount(shape) <= offset) continue;
    throw new InvalidInputError(
      `${optimizer}: ${before} and ${key} overlap in one buffer; give each parameter a place of its own.`,
      { input: key },
    );
  }
}
