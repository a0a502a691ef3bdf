import type { RowGlue } from "./rowwiseGlue.js";
import { teamSize } from "./rowwiseTeam.js";
import { eachUnit, unitsOf } from "./rowwiseUnits.js";

/** How many units of a long row are summed before they join the rest. */
const blockUnits = 64;

/**
 * Gathers a member's units into `mine`, a pointer. Long rows are taken in blocks: the sums of a body are then
 * sums of short sums, and keep their digits.
 */
export function sweepText(glue: RowGlue, mine: string, take: (unit: string, mine: string) => string): string {
  if (unitsOf(glue) / glue.walk.team <= blockUnits) return eachUnit(glue, (unit) => take(unit, mine));
  const size = teamSize(glue.walk);
  return `  for (var first = member; first < uniforms.units; first += ${blockUnits}u * ${size}) {
    var block = emptyRow();
    let end = min(uniforms.units, first + ${blockUnits}u * ${size});
    for (var unit = first; unit < end; unit += ${size}) {
      ${take("unit", "&block")}
    }
    *${mine} = mergeRows(*${mine}, block);
  }`;
}
