import type { PlanRequest } from "../plan/plan.js";
import type { RowGlue } from "./rowwiseGlue.js";
import type { RowWalk } from "./rowwiseInputs.js";
import { type StateWord, stateWords } from "./rowwiseStructs.js";
import { laneOf } from "./rowwiseTeam.js";
import { seenInputs } from "./tally.js";

/** What is gathered beside the state: flags, and what `checkInputs` finds. */
function extraFields(checked: readonly string[]): { name: string; neutral: string; merge: string }[] {
  const faults = checked.flatMap((name) => [
    { name: `faults_${name}`, neutral: "0u", merge: `a.faults_${name} + b.faults_${name}` },
    { name: `first_${name}`, neutral: "0xffffffffu", merge: `min(a.first_${name}, b.first_${name})` },
  ]);
  return [{ name: "flags", neutral: "0u", merge: "a.flags | b.flags" }, ...faults];
}

/** The words of the state that travel between threads. */
function carriedWords({ params }: PlanRequest, { definition, given }: RowWalk): StateWord[] {
  return definition.carried(params, given).flatMap((name) => stateWords(definition, name));
}

/** How many words of a row travel between threads. `values`: the inputs given that have the class axis. */
export function foldedWords(request: PlanRequest, walk: RowWalk, values: readonly string[]): number {
  return carriedWords(request, walk).length + extraFields(seenInputs(request, values)).length;
}

/** What a lane gathers of a row, how gatherings merge, and how a team shares them. */
export function foldText(glue: RowGlue): string {
  const { walk, pass, values, maskable } = glue;
  const { request } = glue.frame;
  const { definition, team } = walk;
  const { bodyName } = definition;
  const extra = extraFields(seenInputs(request, values));
  const lines = [
    `struct RowFold { state: ${bodyName}State, ${extra.map(({ name }) => `${name}: u32`).join(", ")} }`,
    `fn emptyRow() -> RowFold { return RowFold(${bodyName}Empty(), ${extra.map(({ neutral }) => neutral).join(", ")}); }`,
    "fn mergeRows(a: RowFold, b: RowFold) -> RowFold {",
    `  return RowFold(${[`${bodyName}Merge(a.state, b.state)`, ...extra.map(({ merge }) => merge)].join(", ")});`,
    "}",
    `const UNMASKED = ${maskable.reduce((bits, _, i) => bits | (2 << i), 0)}u;`,
  ];
  if (team > 1 || walk.split) {
    const words = carriedWords(request, walk);
    lines.push(
      `struct Carried { ${[...words.map(({ field, type }) => `${field}: ${type}`), ...extra.map(({ name }) => `extra_${name}: u32`)].join(", ")} }`,
      "fn packRow(row: RowFold) -> Carried {",
      `  return Carried(${[...words.map(({ from }) => `row.state.${from}`), ...extra.map(({ name }) => `row.${name}`)].join(", ")});`,
      "}",
      "fn unpackRow(carried: Carried) -> RowFold {",
      "  var row = emptyRow();",
      ...words.map(({ field, from }) => `  row.state.${from} = carried.${field};`),
      ...extra.map(({ name }) => `  row.${name} = carried.extra_${name};`),
      "  return row;",
      "}",
    );
  }
  if (team === 1) {
    lines.push(
      "alias Folded = Tally;",
      "fn mergeFolded(a: Folded, b: Folded) -> Folded { return mergeTally(a, b); }",
      "fn shareRow(member: u32, mine: RowFold) -> RowFold { return mine; }",
      "fn leaveRows(group: u32, lane: u32, mine: Tally) {",
      "  let whole = foldWorkgroup(lane, mine);",
      pass.loss ? "  if (lane == 0u) { tallies[uniforms.firstSlot + group] = whole; }" : "",
      "}",
    );
  } else {
    lines.push(
      "alias Folded = Carried;",
      "fn mergeFolded(a: Folded, b: Folded) -> Folded { return packRow(mergeRows(unpackRow(a), unpackRow(b))); }",
      `fn shareRow(member: u32, mine: RowFold) -> RowFold { return unpackRow(foldWorkgroup(${laneOf(walk)}, packRow(mine))); }`,
      "fn leaveRows(group: u32, lane: u32, mine: Tally) {",
      pass.loss ? "  if (lane == 0u) { tallies[uniforms.firstSlot + group] = mine; }" : "",
      "}",
    );
  }
  return `${lines.join("\n")}\n`;
}
