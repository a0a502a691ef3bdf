import { checkKnown } from "../check/inputs.js";
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
  checkKnown(definition, given);
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
        `${name}: input "${key}" is missing; it was compiled with ${showShape(shape)}; give its buffer.`,
        { input: key },
      );
    }
    const place = encodedPlace(name, key, { shape, dtype }, value, alignment, compiledWords);
    sources[key] = { data: place.buffer };
    places[key] = place;
  }
  checkInPlace(name, options.inPlace, sources);
  return places;
}

/** How a message says what shape and dtype were settled before. */
export interface SettledWords {
  /** Between what was found and what was settled. */
  readonly settled: string;
  /** What to do next: "give that shape, …". */
  readonly remedy: string;
}

const compiledWords: SettledWords = { settled: "was compiled with", remedy: "or compile for this one" };

/** Where the numbers of a buffer given to an encode lie, if it is what was settled before. */
export function encodedPlace(
  where: string,
  key: string,
  settled: Shaped,
  value: EncodeInput,
  alignment: number,
  words: SettledWords,
): Place {
  const { shape, dtype } = settled;
  const wrapped = isTensor(value) ? value : isGPUBuffer(value) ? wrap(where, key, value, settled) : undefined;
  const data = wrapped?.data;
  if (!wrapped || !isGPUBuffer(data)) {
    throw new InvalidInputError(
      `${where}: ${key} is ${show(value)}; encode takes GPU buffers: give a GPUBuffer or tensor(buffer, shape).`,
      { input: key },
    );
  }
  if (wrapped.shape.length !== shape.length || wrapped.shape.some((axis, i) => axis !== shape[i])) {
    throw new ShapeError(
      `${where}: ${key} has shape ${showShape(wrapped.shape)} and ${words.settled} ${showShape(shape)}; give that shape, ${words.remedy}.`,
    );
  }
  const found = wrapped.dtype === "u32" && dtype === "i32" ? "i32" : wrapped.dtype;
  if (found !== dtype) {
    throw new InvalidInputError(
      `${where}: ${key} has dtype ${wrapped.dtype} and ${words.settled} ${dtype}; give that dtype, ${words.remedy}.`,
      { input: key },
    );
  }
  const source = { data, shape, dtype, bits: false, offset: wrapped.offset };
  checkBuffer(where, key, source, alignment);
  return { buffer: data, offset: wrapped.offset };
}

/** A bare buffer has the shape and dtype that were settled. */
function wrap(where: string, key: string, buffer: GPUBuffer, { shape, dtype }: Shaped): Tensor<GPUBuffer> {
  const needed = storedBytes(shape, dtype);
  if (buffer.size < needed) {
    throw new ShapeError(
      `${where}: the buffer of ${key} has ${buffer.size} bytes and shape ${showShape(shape)} of ${dtype} needs ${needed}; give a larger buffer.`,
    );
  }
  return tensor(buffer, shape, { dtype });
}
