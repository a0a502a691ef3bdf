import type { BaseDefinition, InputKind } from "../definition.js";
import { InvalidInputError, ShapeError } from "../errors.js";
import {
  type DType,
  dtypeBytes,
  flatten,
  type HalfArray,
  isGPUBuffer,
  isTensor,
  isTypedArray,
  type NestedNumbers,
  plainNumbers,
  type Tensor,
  type TensorData,
  tensor,
} from "../tensor.js";
import { isIntegerKind } from "./domain.js";
import { nearest } from "./words.js";

const wholes: readonly DType[] = ["i32", "u32"];
const floats: readonly DType[] = ["f32", "f16", "bf16"];

/** How a GPU buffer may hold an input: labels as whole numbers, a mask as any, all else as floats. */
export function dtypesOf(kind: InputKind): readonly DType[] {
  if (isIntegerKind(kind)) return wholes;
  return kind === "mask" ? [...floats, ...wholes] : floats;
}

/** Whole numbers are told apart by their bits alone, so kernels know one kind of them. */
export function storedAs(dtype: DType): DType {
  return dtype === "u32" ? "i32" : dtype;
}

/** `a, b or c`. */
function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** What may be given for an input. */
export type InputValue = Tensor | TensorData | HalfArray | NestedNumbers | number;

/** An input with its shape and dtype known; numbers keep the precision in which they came. */
export interface Source {
  readonly data: TensorData;
  readonly shape: readonly number[];
  /** How the GPU stores it: f32, f16 or bf16 for values, i32 for labels and lengths. */
  readonly dtype: DType;
  /** The host array holds 16-bit patterns, not numbers. */
  readonly bits: boolean;
  readonly offset: number;
}

/** What a loss or a metric says of its inputs. */
export interface Named extends Pick<BaseDefinition, "name" | "inputs" | "optional" | "oneOf" | "parts"> {
  /** Default true. */
  readonly takesWeights?: boolean;
}

/** The names under which a loss takes sample weights. */
function weightNames(definition: Pick<Named, "parts" | "takesWeights">): readonly string[] {
  if (definition.takesWeights === false) return [];
  if (!definition.parts) return ["weights"];
  return definition.parts.flatMap(({ inputs }) => inputs.weights ?? []);
}

/** Every name under which it takes an input, `weights` last. */
export function knownNames(definition: Omit<Named, "name" | "oneOf" | "optional">): readonly string[] {
  return [...Object.keys(definition.inputs), ...weightNames(definition)];
}

/** The inputs that it cannot do without, and that have no alternative. */
export function requiredNames({
  inputs,
  optional,
  oneOf,
}: Pick<Named, "inputs" | "oneOf" | "optional">): readonly string[] {
  const alternatives = oneOf.flat();
  return Object.keys(inputs).filter((name) => !optional.includes(name) && !alternatives.includes(name));
}

/** Refuses inputs that are misspelt or surplus. */
export function checkKnown(definition: Named, given: readonly string[], noun = "input"): void {
  const known = knownNames(definition);
  for (const key of given) {
    if (known.includes(key)) continue;
    throw new InvalidInputError(
      `${definition.name}: there is no ${noun} "${key}"; it takes ${known.join(", ")}${nearest(key, known)}.`,
      { input: key },
    );
  }
}

/** Refuses inputs that are misspelt, missing, surplus or given twice over. */
export function checkNames(definition: Named, given: readonly string[], noun = "input"): void {
  checkKnown(definition, given, noun);
  const { name } = definition;
  for (const choice of definition.oneOf) {
    const chosen = choice.filter((key) => given.includes(key));
    if (chosen.length === 1) continue;
    const found = chosen.length === 0 ? "neither was given" : `${chosen.join(" and ")} were given`;
    throw new InvalidInputError(
      `${name}: ${found}; give exactly one of ${choice.join(" and ")}.`,
      chosen[1] ? { input: chosen[1] } : { input: choice[0] ?? "" },
    );
  }
  for (const key of requiredNames(definition)) {
    if (given.includes(key)) continue;
    throw new InvalidInputError(
      `${name}: input "${key}" is missing; it takes ${knownNames(definition).join(", ")}, and got ${given.join(", ") || "none"}.`,
      { input: key },
    );
  }
}

/** The inputs in the contract's order, `weights` last, each with shape and dtype. */
export function resolveInputs(
  definition: BaseDefinition,
  kinds: Readonly<Record<string, InputKind>>,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, Source> {
  if (inputs === null || typeof inputs !== "object") {
    throw new TypeError(`${definition.name}: inputs must be an object such as { predictions, targets }.`);
  }
  const given = Object.keys(inputs).filter((key) => inputs[key] !== undefined);
  checkNames(definition, given);
  const sources: Record<string, Source> = {};
  for (const key of knownNames(definition)) {
    if (!given.includes(key)) continue;
    sources[key] = resolveInput(definition.name, key, kinds[key] ?? "real", inputs[key]);
  }
  return sources;
}

/** One input: whatever the user gave → data, shape, dtype. */
export function resolveInput(loss: string, input: string, kind: InputKind, value: unknown): Source {
  const integers = isIntegerKind(kind);
  if (typeof value === "number" || Array.isArray(value)) {
    const { shape, values } =
      typeof value === "number"
        ? { shape: [], values: [value] }
        : flatten(value as NestedNumbers, `${loss}: ${input}`, { input });
    if (integers) checkWhole(loss, input, values);
    const numbers = Float64Array.from(values);
    return host(kind === "mask" ? flags(numbers) : numbers, shape, integers ? "i32" : "f32");
  }
  if (isGPUBuffer(value)) {
    throw new ShapeError(
      `${loss}: ${input} is a bare GPUBuffer, whose shape is not known; give tensor(buffer, shape, { dtype }).`,
    );
  }
  if (!isTensor(value) && !isTypedArray(value)) {
    const found = value === null ? "null" : typeof value;
    throw new InvalidInputError(
      `${loss}: ${input} is ${found}; a typed array, numbers, tensor(…) or a GPU tensor was wanted.`,
      { input },
    );
  }
  const wrapped = isTensor(value) ? value : float64OrTensor(value);
  const { data, shape, dtype } = wrapped;
  if (isGPUBuffer(data)) return { ...gpuSource(loss, input, kind, wrapped), offset: wrapped.offset };
  const plain = isTensor(value) ? plainNumbers(value) : undefined;
  if (integers) {
    if (plain) checkWhole(loss, input, plain);
    else if (!["i32", "u32"].includes(dtype)) throw wrongDType(loss, input, dtype, "i32 or u32");
    return host(data, shape, "i32");
  }
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    throw new InvalidInputError(
      `${loss}: ${input} is a ${data.constructor.name}, which serves labels and lengths only; convert it with Float32Array.from(data, Number).`,
      { input },
    );
  }
  if (dtype === "f16" || dtype === "bf16") return { ...host(data, shape, dtype), bits: true };
  return host(kind === "mask" && data instanceof Float64Array ? flags(data) : data, shape, "f32");
}

/** A mask as it counts, 0, 1 or NaN: rounding to f32 must make no 0 of what is not. */
function flags(numbers: Float64Array): Float64Array {
  return numbers.map((value) => (value === 0 || Number.isNaN(value) ? value : 1));
}

/** A bare float64 array keeps its precision; `tensor()` would round it. */
function float64OrTensor(value: ArrayBufferView): Pick<Tensor, "data" | "shape" | "dtype" | "offset"> {
  if (value instanceof Float64Array) return { data: value, shape: [value.length], dtype: "f32", offset: 0 };
  return tensor(value as Float32Array);
}

function host(data: TensorData, shape: readonly number[], dtype: DType): Source {
  return { data, shape, dtype, bits: false, offset: 0 };
}

function gpuSource(
  loss: string,
  input: string,
  kind: InputKind,
  { data, shape, dtype }: Pick<Tensor, "data" | "shape" | "dtype">,
): Omit<Source, "offset"> {
  const allowed = dtypesOf(kind);
  if (!allowed.includes(dtype)) throw wrongDType(loss, input, dtype, listed(allowed));
  return { data, shape, dtype: storedAs(dtype), bits: false };
}

function checkWhole(loss: string, input: string, values: readonly number[]): void {
  const index = values.findIndex((value) => !Number.isInteger(value));
  if (index < 0) return;
  throw new InvalidInputError(
    `${loss}: ${input}[${index}] is ${values[index]}; class indices, identities and lengths are whole numbers.`,
    { input, index, value: values[index] as number },
  );
}

function wrongDType(loss: string, input: string, found: string, wanted: string): InvalidInputError {
  return new InvalidInputError(
    `${loss}: ${input} has dtype ${found}; ${wanted} was wanted. Give a typed array of that kind, or tensor(data, shape, { dtype }).`,
    { input },
  );
}

/** Bytes that a source takes on the GPU, padded to whole words. */
export function sourceBytes({ shape, dtype }: Pick<Source, "shape" | "dtype">): number {
  return Math.ceil((shape.reduce((a, b) => a * b, 1) * dtypeBytes(dtype)) / 4) * 4;
}
