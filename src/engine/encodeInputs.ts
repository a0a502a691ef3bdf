import { checkNames } from "../check/inputs.js";
import { show } from "../check/params.js";
import { InvalidInputError, ShapeError } from "../errors.js";
import type { Place } from "../gpu/realised.js";
import { type DType, isGPUBuffer, isTensor, showShape, storedBytes, type Tensor, tensor } from "../tensor.js";
import type { Compiled, EncodeInput } from "./compiled.js";
import { checkBuffer, checkInPlace } from "./request.js";

interface Shaped {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** The buffers given for the inputs of an encode, each as it was compiled. */
export function inputPlaces(
  { definition, inputs: compiled, options }: Compiled,
  inputs: Readonly<Record<string, EncodeInput>>,
  alignment: number,
): Record<string, Place> {
  const { name } = definition;
  const given = Object.keys(inputs).filter((key) => inputs[key] !== undefined);
  checkNames(definition, given);
  for (const key of given) {
    if (!compiled[key]) {
      throw new InvalidInputError(
        `${name}: ${key} was not there when this was compiled; compile with its shape, or leave it out.`,
        { input: key },
      );
    }
  }
  const places: Record<string, Place> = {};
  const sources: Record<string, { data: GPUBuffer }> = {};
  for (const [key, { shape, dtype }] of Object.entries(compiled)) {
    const value = inputs[key];
    if (value === undefined) {
      throw new InvalidInputError(
        `${name}: input "${key}" is missing; it was compiled with ${showShape(shape)}.`,
        {
          input: key,
        },
      );
    }
    const wrapped = isTensor(value)
      ? value
      : isGPUBuffer(value)
        ? wrap(definition.name, key, value, compiled[key])
        : undefined;
    const data = wrapped?.data;
    if (!wrapped || !isGPUBuffer(data)) {
      throw new InvalidInputError(
        `${name}: ${key} is ${show(value)}; encode takes GPU buffers: give a GPUBuffer or tensor(buffer, shape).`,
        { input: key },
      );
    }
    if (wrapped.shape.length !== shape.length || wrapped.shape.some((axis, i) => axis !== shape[i])) {
      throw new ShapeError(
        `${name}: ${key} has shape ${showShape(wrapped.shape)} and was compiled with ${showShape(shape)}; give that shape, or compile for this one.`,
      );
    }
    const found = wrapped.dtype === "u32" && dtype === "i32" ? "i32" : wrapped.dtype;
    if (found !== dtype) {
      throw new InvalidInputError(
        `${name}: ${key} has dtype ${wrapped.dtype} and was compiled with ${dtype}; give that dtype, or compile for this one.`,
        { input: key },
      );
    }
    const source = { data, shape, dtype, bits: false, offset: wrapped.offset };
    checkBuffer(name, key, source, alignment);
    sources[key] = { data };
    places[key] = { buffer: data, offset: wrapped.offset };
  }
  checkInPlace(name, options.inPlace, sources);
  return places;
}

/** A bare buffer has the shape and dtype that were compiled. */
function wrap(
  loss: string,
  key: string,
  buffer: GPUBuffer,
  { shape, dtype }: Shaped = { shape: [], dtype: "f32" },
): Tensor<GPUBuffer> {
  const needed = storedBytes(shape, dtype);
  if (buffer.size < needed) {
    throw new ShapeError(
      `${loss}: the buffer of ${key} has ${buffer.size} bytes and shape ${showShape(shape)} of ${dtype} needs ${needed}; give a larger buffer.`,
    );
  }
  return tensor(buffer, shape, { dtype });
}
