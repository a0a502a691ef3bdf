import type { ShaderInterface } from "../plan/interface.js";
import type { Binding } from "../plan/plan.js";
import { type DType, isHalf } from "../tensor.js";

/**
 * How numbers are read and written, as generated WGSL: bits of f32 come out and go in, whatever the
 * storage. A quad is four neighbouring elements; where a buffer reaches to the next 16-byte border it
 * is read as one vector, else word by word.
 */
export interface Stored {
  readonly name: string;
  readonly dtype: DType;
  readonly binding: Binding;
  /** Whether quads may be read and written as vectors, past the last element too. */
  readonly vector: boolean;
  /** How many elements lie before the first in the binding, as WGSL; a multiple of 4 where quads are vectors. */
  readonly shift?: string | undefined;
}

/** Declares the buffer and `load_<name>(quad) -> vec4u`. */
export function quadInput(shader: ShaderInterface, stored: Stored): string {
  const { name, dtype, vector, shift } = stored;
  const data = `data_${name}`;
  declare(shader, stored);
  if (shift) return shiftedQuad(stored, shift);
  const words = isHalf(dtype)
    ? vector
      ? `${data}[quad]`
      : `vec2u(${data}[2u * quad], ${data}[2u * quad + 1u])`
    : vector
      ? `${data}[quad]`
      : `vec4u(${data}[4u * quad], ${data}[4u * quad + 1u], ${data}[4u * quad + 2u], ${data}[4u * quad + 3u])`;
  return `fn load_${name}(quad: u32) -> vec4u { return ${unpacked(dtype, words)}; }\n`;
}

/** The same where the data begin anywhere in their binding. */
function shiftedQuad({ name, dtype, vector }: Stored, shift: string): string {
  const data = `data_${name}`;
  const head = `fn load_${name}(quad: u32) -> vec4u {`;
  if (vector) return `${head} return ${unpacked(dtype, `${data}[quad + ${shift} / 4u]`)}; }\n`;
  const one = (k: number): string => elementAt(data, dtype, `first + ${k}u`);
  return `${head}\n  let first = 4u * quad + ${shift};\n  return vec4u(${[0, 1, 2, 3].map(one).join(", ")});\n}\n`;
}

/** An element's bits of a buffer bound word by word. */
function elementAt(data: string, dtype: DType, at: string): string {
  if (!isHalf(dtype)) return `${data}[${at}]`;
  return `${dtype === "f16" ? "unpackOneF16" : "unpackOneBf16"}(${data}[(${at}) / 2u], ${at})`;
}

/** Declares the buffer (unless an input already did) and `store_<name>(quad, bits, items)`. */
export function quadOutput(shader: ShaderInterface, stored: Stored, declared = false): string {
  const { name, dtype, vector, shift } = stored;
  const data = `data_${name}`;
  if (!declared) declare(shader, stored);
  const head = `fn store_${name}(quad: u32, bits: vec4u, items: u32) {\n`;
  if (isHalf(dtype)) {
    const packed = `  let words = ${dtype === "f16" ? "packF16" : "packBf16"}(bits);\n`;
    return vector
      ? `${head}${packed}  ${data}[quad${shift ? ` + ${shift} / 4u` : ""}] = words;\n}\n`
      : `${head}${packed}  if (4u * quad < items) { ${data}[2u * quad] = words.x; }\n  if (4u * quad + 2u < items) { ${data}[2u * quad + 1u] = words.y; }\n}\n`;
  }
  if (vector) return `${head}  ${data}[quad${shift ? ` + ${shift} / 4u` : ""}] = bits;\n}\n`;
  const before = shift ? ` + ${shift}` : "";
  const lanes = [0, 1, 2, 3].map(
    (k) => `  if (4u * quad + ${k}u < items) { ${data}[4u * quad + ${k}u${before}] = bits[${k}]; }\n`,
  );
  return `${head}${lanes.join("")}}\n`;
}

/** Declares the buffer word by word and `read_<name>(element) -> u32`. */
export function elementInput(shader: ShaderInterface, stored: Stored): string {
  const word: Stored = { ...stored, vector: false };
  declare(shader, word);
  return elementRead(word);
}

/** `read_<name>(element) -> u32` of a buffer already declared, by vector or by word. */
export function elementRead({ name, dtype, vector, shift }: Stored): string {
  const data = `data_${name}`;
  const head = shift
    ? `fn read_${name}(index: u32) -> u32 { let element = index + ${shift}; return `
    : `fn read_${name}(element: u32) -> u32 { return `;
  if (!vector) return `${head}${elementAt(data, dtype, "element")}; }\n`;
  if (isHalf(dtype)) {
    const word = `${data}[element / 4u][(element / 2u) % 2u]`;
    return `${head}${dtype === "f16" ? "unpackOneF16" : "unpackOneBf16"}(${word}, element); }\n`;
  }
  return `${head}${data}[element / 4u][element % 4u]; }\n`;
}

function declare(shader: ShaderInterface, { name, dtype, vector, binding }: Stored): void {
  const type = vector ? (isHalf(dtype) ? "array<vec2u>" : "array<vec4u>") : "array<u32>";
  shader.storage(`data_${name}`, type, binding);
}

function unpacked(dtype: DType, words: string): string {
  if (dtype === "f16") return `unpackF16(${words})`;
  if (dtype === "bf16") return `unpackBf16(${words})`;
  return words;
}
