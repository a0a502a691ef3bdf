import type { RowGlue } from "./rowwiseGlue.js";
import { teamSize } from "./rowwiseTeam.js";

/**
 * Many rows of few classes are not looped over: a loop's own cost is that of several classes. The text is
 * then this number of classes' own, so it takes a batch that is worth a pipeline.
 */
const unrolled = { classes: 12, rows: 4096 };

/** Whether a lane has a short row whose units are written out. */
export function isWrittenOut({ frame, walk }: RowGlue): boolean {
  const { definition, given, layout, team } = walk;
  const isShort = layout.classes <= unrolled.classes && layout.items >= unrolled.rows;
  return team === 1 && isShort && definition.straight(frame.request.params, given);
}

/** How many units a row has. */
export function unitsOf({ walk: { layout, vector } }: RowGlue): number {
  return vector ? layout.classes / 4 : layout.classes;
}

/** Calls `call` for every unit of a member: a loop, or the calls written out. */
export function eachUnit(glue: RowGlue, call: (unit: string) => string): string {
  if (isWrittenOut(glue))
    return Array.from({ length: unitsOf(glue) }, (_, unit) => `  ${call(`${unit}u`)}`).join("\n");
  return `  for (var unit = member; unit < uniforms.units; unit += ${teamSize(glue.walk)}) {\n    ${call("unit")}\n  }`;
}
