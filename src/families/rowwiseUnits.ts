import type { RowGlue } from "./rowwiseGlue.js";
import { classesBound, type RowWalk } from "./rowwiseInputs.js";
import { teamSize } from "./rowwiseTeam.js";

/**
 * Many rows of few classes are not looped over: a loop's own cost is that of several classes, and what is held in
 * registers is read and worked out once. The text is then this number of classes' own, so it takes a batch that is
 * worth a pipeline.
 */
const unrolled = { classes: 20, rows: 4096 };

/** Whether a lane has a short row whose units are written out, and which it holds. */
export function isHeld({ frame, walk }: Pick<RowGlue, "frame" | "walk">): boolean {
  const { definition, given, layout, team, spans } = walk;
  const isShort = !spans && layout.classes <= unrolled.classes && layout.items >= unrolled.rows;
  return team === 1 && isShort && (definition.holds?.(frame.request.params, given) ?? false);
}

/** How many units are bound of a row. */
export function unitsOf({ walk }: Pick<RowGlue, "walk">): number {
  const classes = classesBound(walk);
  return walk.vector ? classes / 4 : classes;
}

/** The lanes of a unit, `k`: of a quad four, else one that has no name; and which entry of the row each is, in WGSL. */
export function lanesOf({ vector, span }: RowWalk): { readonly k: string; readonly index: string }[] {
  const lanes = vector ? ["x", "y", "z", "w"] : [""];
  return lanes.map((k, i) => {
    const bound = vector ? `4u * unit + ${i}u` : "unit";
    return { k, index: span ? `uniforms.firstClass + ${bound}` : bound };
  });
}

/** Calls `call` for every unit of a member: a loop, or the calls written out. */
export function eachUnit(glue: RowGlue, call: (unit: string) => string): string {
  if (isHeld(glue))
    return Array.from({ length: unitsOf(glue) }, (_, unit) => `  ${call(`${unit}u`)}`).join("\n");
  return `  for (var unit = member; unit < uniforms.units; unit += ${teamSize(glue.walk)}) {\n    ${call("unit")}\n  }`;
}
