import type { RowGlue } from "./rowwiseGlue.js";
import { leftOutText, unreadOf } from "./rowwiseMask.js";
import { absent, classInputs } from "./rowwiseStructs.js";

/** The parameters of a function that is given an item's bits: `bits_a: u32, bits_b: u32`. */
export const bitsParameters = ({ values }: RowGlue): string =>
  values.map((name) => `bits_${name}: u32`).join(", ");

/** `itemOf(opened, index, …bits)`: an item again, for a sweep that comes after the first. */
export function itemOfText(glue: RowGlue): string {
  const { frame, walk, values, labels, masks, maskable } = glue;
  const { definition, kinds } = walk;
  const { bodyName } = definition;
  const isLeft = masks.length > 0;
  const numberOf = (name: string): string => {
    const bits = `bits_${name}`;
    if (masks.includes(name)) return "select(1.0, 0.0, left)";
    const masked = maskable.includes(name) ? [`(${bits} == minusInfinityBits)`] : [];
    const out = [...masked, ...(isLeft ? ["left"] : [])].join(" | ");
    const value = `bitcast<f32>(${bits})`;
    return out ? `select(${value}, ${unreadOf(kinds[name])}, ${out})` : value;
  };
  const fields = classInputs(definition).map((name) => {
    if (values.includes(name)) return numberOf(name);
    return labels ? "select(0.0, 1.0, index == opened.row.label)" : absent(definition, name);
  });
  return [
    `fn itemOf(opened: Opened, index: u32, ${bitsParameters(glue)}) -> ${bodyName}Item {`,
    isLeft ? `  let left = ${leftOutText(frame.request, masks, false)};` : "",
    `  return ${bodyName}Item(${["index", ...fields, "classNumber(index)"].join(", ")});`,
    "}",
    "",
  ].join("\n");
}
