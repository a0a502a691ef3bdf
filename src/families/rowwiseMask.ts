import type { InputKind } from "../definition.js";
import type { PlanRequest } from "../plan/plan.js";
import { type RowWalk, strideOf } from "./rowwiseInputs.js";

/**
 * What does not count in a row: a logit of −Infinity, for its own input, and an entry where an input of kind
 * `mask` is 0, for every input. The latter is not read for its value: a NaN there is nobody's.
 */
export interface RowMasks {
  /** The inputs of kind `mask`. */
  readonly masks: readonly string[];
  /** The inputs that may mask a row throughout, which then is not counted. */
  readonly maskable: readonly string[];
}

export function masksOf(values: readonly string[], kinds: Readonly<Record<string, InputKind>>): RowMasks {
  return {
    masks: values.filter((name) => kinds[name] === "mask"),
    maskable: values.filter((name) => kinds[name] === "logits" || kinds[name] === "mask"),
  };
}

/** The bits in which a mask's entry may differ from 0: the sign of a float is none of them. */
function sizeOf({ inputs }: PlanRequest, name: string, vector: boolean): string {
  const bits = `bits_${name}`;
  if (inputs[name]?.dtype === "i32") return bits;
  return `(${bits} & ${vector ? "vec4u(0x7fffffffu)" : "0x7fffffffu"})`;
}

/** WGSL: whether a mask's entry says anything: NaN does not, a whole number always. */
export function saysText(request: PlanRequest, name: string, vector: boolean): string {
  if (request.inputs[name]?.dtype === "i32") return vector ? "vec4<bool>(true)" : "true";
  return `(${sizeOf(request, name, vector)} <= ${vector ? "vec4u(infinityBits)" : "infinityBits"})`;
}

/** WGSL, of `bits_<mask>`: whether any mask leaves an entry out; "" where there are none. */
export function leftOutText(request: PlanRequest, masks: readonly string[], vector: boolean): string {
  const zero = vector ? "vec4u(0u)" : "0u";
  return masks.map((name) => `(${sizeOf(request, name, vector)} == ${zero})`).join(" | ");
}

/** `areOut_<name>(base)`: whether an input that masks leaves out all entries that are bound of a row. */
export function areOutText(
  request: PlanRequest,
  walk: RowWalk,
  masks: readonly string[],
  name: string,
): string {
  const left = leftOutText(request, masks, false);
  const isOut = masks.includes(name)
    ? left
    : [`(bits_${name} == minusInfinityBits)`, left].filter(Boolean).join(" | ");
  return [
    `fn isOut_${name}(at: u32) -> bool {`,
    ...[...new Set([...masks, name])].map((input) => `  let bits_${input} = read_${input}(at);`),
    `  return ${isOut};`,
    "}",
    // The first entry mostly says it, and has no loop.
    `fn areOut_${name}(base: u32) -> bool {`,
    `  var areOut = isOut_${name}(base);`,
    `  for (var c = 1u; areOut && c < uniforms.${walk.span ? "spanClasses" : "classes"}; c++) {`,
    `    areOut = isOut_${name}(base + c * ${strideOf(walk)});`,
    "  }",
    "  return areOut;",
    "}",
    "",
  ].join("\n");
}
