import { partsOf } from "./activity.js";
import { run, valueIn } from "./interpret.js";
import type { Step, Term } from "./program.js";
import type { Place, Source } from "./source.js";

/** A loop is unrolled by nobody, but a kernel that never ends takes the device with it. */
export const maxTurns = 65_536;

/** How often a loop runs: its bounds are constants, so it can be counted. */
export function countTurns(
  source: Source,
  place: Place,
  first: Extract<Step, { kind: "declare" }>,
  condition: Term,
  next: Extract<Step, { kind: "assign" }>,
): number {
  const counter = first.variable;
  if (counter.type !== "i32" && counter.type !== "u32") {
    throw source.error(
      place,
      `the counter "${counter.name}" of this loop is no integer; let it count in i32, and make an f32 of it inside.`,
    );
  }
  if (next.variable !== counter) {
    throw source.error(
      place,
      `this loop moves "${next.variable.name}" and not its counter "${counter.name}"; ${counter.name}++ was wanted.`,
    );
  }
  const foreign = [first.value, condition, next.value]
    .flatMap(variablesIn)
    .find(({ variable }) => variable !== counter);
  if (foreign) {
    throw source.error(
      foreign.place,
      `"${foreign.variable.name}" is known only at run time; the bounds of a loop must be constants. Loop to a constant, and break inside.`,
    );
  }
  const frame = { values: [], slopes: [] };
  run([first], frame);
  for (let turns = 0; turns <= maxTurns; turns++) {
    if (!valueIn(condition, frame)) return turns;
    run([next], frame);
  }
  throw source.error(
    place,
    `this loop runs more than ${maxTurns} times, or never ends; fewer turns were wanted.`,
  );
}

function variablesIn(term: Term): Extract<Term, { kind: "variable" }>[] {
  return term.kind === "variable" ? [term] : partsOf(term).flatMap(variablesIn);
}
