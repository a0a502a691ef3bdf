import { domainTest } from "./domain.js";
import type { RowGlue } from "./rowwiseGlue.js";
import { isMaskedText } from "./rowwiseWord.js";

/**
 * `Seen`, `emptySeen`, `see(seen, …words)` and `flagsOf(seen)`: what a sweep learns of the bits of its inputs. While it
 * lasts these are conditions that hold of all so far; as flags, 1: some entry cannot be used, and 2, 4, …: not all of a
 * maskable input is masked.
 */
export function seenText(glue: RowGlue): string {
  const { walk, values, maskable } = glue;
  const { vector } = walk;
  const all = (condition: string): string => (vector ? `all(${condition})` : condition);
  const fields = ["usable", ...maskable.map((name) => `masked_${name}`)];
  const usable = values.map((name) => usableText(glue, name));
  const masked = maskable.map((name) => `seen.masked_${name} & ${all(isMaskedText(name, vector))}`);
  return [
    `struct Seen { ${fields.map((field) => `${field}: bool`).join(", ")} }`,
    `fn emptySeen() -> Seen { return Seen(${fields.map(() => "true").join(", ")}); }`,
    `fn see(seen: Seen, ${values.map((name) => `word_${name}: ${vector ? "vec4u" : "u32"}`).join(", ")}) -> Seen {`,
    `  return Seen(${[`seen.usable & ${all(usable.join(" & "))}`, ...masked].join(", ")});`,
    "}",
    "fn flagsOf(seen: Seen) -> u32 {",
    `  return ${fields.map((field, i) => `select(0u, ${1 << i}u, !seen.${field})`).join(" | ")};`,
    "}",
  ].join("\n");
}

/** WGSL, of `word_<input>`: whether it is a number, or masked. */
function usableText({ walk: { vector }, maskable }: RowGlue, name: string): string {
  const finite = `${vector ? "isFinite4" : "isFinite1"}(word_${name})`;
  return maskable.includes(name) ? `(${finite} | ${isMaskedText(name, vector)})` : finite;
}

/** WGSL, of `word_<input>` and `value_<input>`: whether an entry is what `checkInputs` asks of it. */
export function goodText(glue: RowGlue, name: string): string {
  const { walk, masks } = glue;
  const { kinds, vector } = walk;
  const domain = domainTest(kinds[name] ?? "real");
  const inside = vector ? `${domain}(value_${name})` : `${domain}(vec4f(value_${name})).x`;
  const left = masks.length > 0 && !masks.includes(name) ? " | left" : "";
  return `(${usableText(glue, name)} & ${inside})${left}`;
}
