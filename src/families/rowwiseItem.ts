import type { RowGlue } from "./rowwiseGlue.js";
import { absent, classInputs } from "./rowwiseStructs.js";
import { valueText } from "./rowwiseWord.js";

/** The parameters of a function that is given an entry's words: `word_a: u32, word_b: u32`. */
export const wordParameters = ({ values }: RowGlue): string =>
  values.map((name) => `word_${name}: u32`).join(", ");

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
    `fn itemOf(opened: Opened, index: u32, ${wordParameters(glue)}) -> ${bodyName}Item {`,
    `  return ${bodyName}Item(${["index", ...fields, "classNumber(index)"].join(", ")});`,
    "}",
    "",
  ].join("\n");
}
