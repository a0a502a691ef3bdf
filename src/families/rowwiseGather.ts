import type { RowwiseDefinition } from "../definition.js";
import { foldedWords } from "./rowwiseFold.js";
import type { RowGlue, RowStage } from "./rowwiseGlue.js";
import { laneOf } from "./rowwiseTeam.js";
import { isHeld } from "./rowwiseUnits.js";

/** How a team comes by what a sweep over a row gathers: it sweeps, or takes what was left by those that did. */
type Source = "sweep" | "parts";

/** Of the first sweep and of the second, where the body has one. */
const sources: Readonly<Record<RowStage, { readonly first: Source; readonly second: Source }>> = {
  whole: { first: "sweep", second: "sweep" },
  take: { first: "sweep", second: "sweep" },
  retake: { first: "parts", second: "sweep" },
  join: { first: "parts", second: "parts" },
};

/** Which sweeps a stage makes by itself. */
export function sweepsIn(stage: RowStage): { readonly takes: boolean; readonly retakes: boolean } {
  const { first, second } = sources[stage];
  return { takes: first === "sweep", retakes: stage !== "take" && second === "sweep" };
}

/** `takenRow` and `retakenRow`: what both sweeps over a row come to; and `leavePart`, where others go on from there. */
export function gatherText(glue: RowGlue): string {
  const { stage } = glue.pass;
  const { first, second } = sources[stage];
  const { bodyName, retakes } = glue.walk.definition;
  const lines = [
    "fn takenRow(opened: Opened, member: u32) -> RowFold {",
    gathered(glue, first, "taken", "takeUnits(opened, member, &mine);"),
    "}",
  ];
  if (retakes && stage !== "take")
    lines.push(
      "fn retakenRow(opened: Opened, member: u32, whole: RowFold) -> RowFold {",
      gathered(glue, second, "retaken", "retakeUnits(opened, member, whole, &mine);"),
      "}",
    );
  const both = [
    "  var both = whole;",
    `  both.state = ${bodyName}Merge(whole.state, retakenRow(opened, member, whole).state);`,
    "  return both;",
  ];
  if (stage === "whole" || stage === "join")
    lines.push(
      "fn retakeRow(opened: Opened, member: u32, whole: RowFold) -> RowFold {",
      ...(retakes ? both : ["  return whole;"]),
      "}",
    );
  return `${lines.join("\n")}\n${partText(glue)}`;
}

function gathered(glue: RowGlue, source: Source, field: string, sweep: string): string {
  const { walk } = glue;
  const swept = isHeld(glue) ? `  ${sweep}` : `  if (opened.isRead) { ${sweep} }`;
  const joined = [
    `  for (var part = ${laneOf(walk)}; part < uniforms.parts; part += ${walk.team === 1 ? "1u" : "WORKGROUP"}) {`,
    `    mine = mergeRows(mine, unpackRow(parts[opened.index * uniforms.parts + part].${field}));`,
    "  }",
  ].join("\n");
  const mine = source === "sweep" ? swept : joined;
  return ["  var mine = emptyRow();", mine, "  return shareRow(member, mine);"].join("\n");
}

/** How many bytes a part of a row takes, of which so many words are gathered. */
export function partBytes({ retakes }: RowwiseDefinition, words: number, leavesLabel: boolean): number {
  return 4 * (words * (retakes ? 2 : 1) + (leavesLabel ? 1 : 0));
}

/** Declares `parts`, and how a workgroup leaves one: parts lie row after row, as the workgroups do. */
function partText(glue: RowGlue): string {
  const { frame, shader, walk, values, labels } = glue;
  const { definition, split } = walk;
  const { stage, range } = glue.pass;
  if (!split) return "";
  // What is known of labels before rows are taken need not be left.
  const leavesLabel = labels !== undefined && !walk.spans;
  const fields = [
    "taken: Carried",
    ...(definition.retakes ? ["retaken: Carried"] : []),
    ...(leavesLabel ? ["labelValue: f32"] : []),
  ];
  const bytes = partBytes(definition, foldedWords(frame.request, walk, values), leavesLabel);
  const size = bytes * range.count * split.parts;
  frame.buffers.parts = { role: "scratch", size: Math.max(size, frame.buffers.parts?.size ?? 0) };
  const access = stage === "join" ? "read" : "read_write";
  shader.storage("parts", "array<Part>", { buffer: "parts", offset: 0, size, access });
  const lines = [
    `struct Part { ${fields.join(", ")} }`,
    "fn placeOf(group: u32, row: u32) -> u32 {",
    "  return row * uniforms.parts + uniforms.firstPart + group % uniforms.sharers;",
    "}",
  ];
  if (stage === "take")
    lines.push(
      "fn gatheredPart(opened: Opened, member: u32) -> RowFold { return takenRow(opened, member); }",
      "fn leavePart(place: u32, opened: Opened, part: RowFold) {",
      "  parts[place].taken = packRow(part);",
      // In place, another workgroup's slopes may stand there when the parts are joined.
      leavesLabel ? "  parts[place].labelValue = opened.row.labelValue;" : "",
      "}",
    );
  if (stage === "retake")
    lines.push(
      "fn gatheredPart(opened: Opened, member: u32) -> RowFold {",
      "  return retakenRow(opened, member, takenRow(opened, member));",
      "}",
      "fn leavePart(place: u32, opened: Opened, part: RowFold) { parts[place].retaken = packRow(part); }",
    );
  return `${lines.join("\n")}\n`;
}
