import type { RowGlue } from "./rowwiseGlue.js";
import { absent, classInputs } from "./rowwiseStructs.js";
import { isHeld } from "./rowwiseUnits.js";
import { valueText } from "./rowwiseWord.js";

/** The parameters of a function that is given an entry again: `word_a: u32, word_b: u32, kept: f32`. */
export const entryParameters = (glue: RowGlue): string =>
  [...glue.values.map((name) => `word_${name}: u32`), ...(isHeld(glue) ? ["kept: f32"] : [])].join(", ");

/** And its arguments, of words `word_<input>` and numbers `kept` of a unit: all of them, or those of one lane. */
export const entryArguments = (glue: RowGlue, lane = ""): string =>
  [...glue.values.map((name) => `word_${name}`), ...(isHeld(glue) ? ["kept"] : [])]
    .map((name) => (lane ? `${name}.${lane}` : name))
    .join(", ");

/** An item, as the body's struct; `kept` is what a body that holds its rows made of it. */
export function itemStruct(
  { walk: { definition } }: RowGlue,
  index: string,
  fields: readonly string[],
  kept = "0.0",
): string {
  const all = [index, ...fields, `classNumber(${index})`, ...(definition.holds ? [kept] : [])];
  return `${definition.bodyName}Item(${all.join(", ")})`;
}

/**
 * `itemOf(opened, index, …words)`: an item again, for a sweep that comes after the first. Where there is but one input
 * and this is the sweep of its slopes, what the body makes of a masked entry is dropped, so the word is given as it is.
 */
export function itemOfText(glue: RowGlue): string {
  const { walk, values, labels } = glue;
  const { definition, kinds } = walk;
  const { bodyName, retakes } = definition;
  const isDropped = values.length === 1 && !retakes;
  const fields = classInputs(definition).map((name) => {
    if (values.includes(name)) return valueText(isDropped ? "real" : kinds[name], name, false);
    return labels ? "select(0.0, 1.0, index == opened.row.label)" : absent(definition, name);
  });
  return [
    `fn itemOf(opened: Opened, index: u32, ${entryParameters(glue)}) -> ${bodyName}Item {`,
    `  return ${itemStruct(glue, "index", fields, isHeld(glue) ? "kept" : undefined)};`,
    "}",
    "",
  ].join("\n");
}
