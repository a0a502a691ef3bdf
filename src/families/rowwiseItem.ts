import type { RowGlue } from "./rowwiseGlue.js";
import { classInputs } from "./rowwiseStructs.js";

/** The parameters of a function that is given an item's bits: `bits_a: u32, bits_b: u32`. */
export const bitsParameters = ({ values }: RowGlue): string =>
  values.map((name) => `bits_${name}: u32`).join(", ");

/** `itemOf(opened, index, …bits)`: an item again, for a sweep that comes after the first. */
export function itemOfText({ walk, values, labels, maskable, ...glue }: RowGlue): string {
  const { bodyName } = walk.definition;
  const fields = classInputs(walk.definition).map((name) =>
    values.includes(name)
      ? maskable.includes(name)
        ? `select(bitcast<f32>(bits_${name}), lowest, bits_${name} == minusInfinityBits)`
        : `bitcast<f32>(bits_${name})`
      : labels
        ? "select(0.0, 1.0, index == opened.row.label)"
        : "0.0",
  );
  const parameters = bitsParameters({ walk, values, labels, maskable, ...glue });
  return [
    `fn itemOf(opened: Opened, index: u32, ${parameters}) -> ${bodyName}Item {`,
    `  return ${bodyName}Item(${["index", ...fields, "classNumber(index)"].join(", ")});`,
    "}",
    "",
  ].join("\n");
}
