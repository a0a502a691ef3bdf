import type { InputKind } from "../definition.js";
import type { RowGlue } from "./rowwiseGlue.js";
import { strideOf } from "./rowwiseInputs.js";
import { leftOutText, saysText } from "./rowwiseMask.js";
import { isHeld, unitsOf } from "./rowwiseUnits.js";

/** A row in registers: its words, and what the body makes of each entry. */
export function heldText(glue: RowGlue): string {
  if (!isHeld(glue)) return "";
  const [word, number] = glue.walk.vector ? ["vec4u", "vec4f"] : ["u32", "f32"];
  const held = (name: string, type: string): string =>
    `var<private> ${name}: array<${type}, ${unitsOf(glue)}>;`;
  return [...glue.values.map((name) => held(`held_${name}`, word)), held("keeps", number)].join("\n");
}

/**
 * Reads a unit and declares `word_<input>`: the bits of its entries as every sweep takes them. What a mask leaves out
 * reads as the bits of −Infinity where that masks, else as 0; a mask's own entry as 1 or −Infinity, and NaN where it
 * says nothing.
 */
export function wordsText(glue: RowGlue, time: "first" | "again"): string {
  const { frame, walk, values, masks, maskable } = glue;
  const { vector } = walk;
  const held = isHeld(glue);
  const left = leftOutText(frame.request, masks, vector);
  const all = (bits: string): string => (vector ? `vec4u(${bits})` : bits);
  const at = vector
    ? "  let at = opened.base / 4u + unit;"
    : `  let at = opened.base + unit * ${strideOf(walk)};`;
  if (held && time === "again")
    return [at, ...values.map((name) => `  let word_${name} = held_${name}[unit];`)].join("\n");
  const word = (name: string): string => {
    if (masks.includes(name)) {
      const said = `select(${all("0x3f800000u")}, ${all("minusInfinityBits")}, left)`;
      return `select(${all("nanBits")}, ${said}, ${saysText(frame.request, name, vector)})`;
    }
    const unread = all(maskable.includes(name) ? "minusInfinityBits" : "0u");
    return left ? `select(bits_${name}, ${unread}, left)` : `bits_${name}`;
  };
  return [
    at,
    ...values.map((name) => `  let bits_${name} = ${vector ? "load" : "read"}_${name}(at);`),
    ...(left ? [`  let left = ${left};`] : []),
    ...values.map((name) => `  let word_${name} = ${word(name)};`),
    ...(held ? values.map((name) => `  held_${name}[unit] = word_${name};`) : []),
  ].join("\n");
}

/** WGSL, of `word_<input>`: whether the entry is masked. */
export function isMaskedText(name: string, vector: boolean): string {
  return `(word_${name} == ${vector ? "vec4u(minusInfinityBits)" : "minusInfinityBits"})`;
}

/** WGSL of the number that a body sees of `word_<input>`: a masked logit as `lowest`, a mask as 1 or 0. */
export function valueText(kind: InputKind | undefined, name: string, vector: boolean): string {
  const all = (text: string): string => (vector ? `vec4f(${text})` : text);
  const isMasked = isMaskedText(name, vector);
  if (kind === "mask") return `select(${all("1.0")}, ${all("0.0")}, ${isMasked})`;
  const value = `bitcast<${vector ? "vec4f" : "f32"}>(word_${name})`;
  return kind === "logits" ? `select(${value}, ${all("lowest")}, ${isMasked})` : value;
}
