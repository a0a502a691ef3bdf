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

/** `takenRow` and `retakenRow`: what both sweeps over a row come to; and `leavePart`, where others go on from there. */
export function gatherText(glue: RowGlue): string {
  const { first, second } = sources[glue.pass.stage];
  const { bodyName, retakes } = glue.walk.definition;
  const lines = [
    "fn takenRow(opened: Opened, member: u32) -> RowFold {",
    gathered(glue, first, "taken", "takeUnits(opened, member, &mine);"),
    "}",
  ];
  if (retakes)
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
  lines.push(
    "fn retakeRow(opened: Opened, member: u32, whole: RowFold) -> RowFold {",
    ...(retakes ? both : ["  return whole;"]),
    "}",
  );
  return `${lines.join("\n")}\n${partText(glue)}`;
}

function gathered(glue: RowGlue, source: Source, field: string, sweep: string): string {
  const lane = laneOf(glue.walk);
  const mine =
    source === "sweep"
      ? isHeld(glue)
        ? `  ${sweep}`
        : `  if (opened.isRead) { ${sweep} }`
      : `  if (${lane} < uniforms.parts) { mine = unpackRow(parts[opened.index * uniforms.parts + ${lane}].${field}); }`;
  return ["  var mine = emptyRow();", mine, "  return shareRow(member, mine);"].join("\n");
}

/** Declares `parts`, and how a workgroup leaves one: parts lie row after row, as the workgroups do. */
function partText(glue: RowGlue): string {
  const { frame, shader, walk, values, labels } = glue;
  const { definition, split } = walk;
  const { stage, range } = glue.pass;
  if (!split) return "";
  const fields = [
    "taken: Folded",
    ...(definition.retakes ? ["retaken: Folded"] : []),
    ...(labels ? ["labelValue: f32"] : []),
  ];
  const bytes =
    4 * (foldedWords(frame.request, walk, values) * (definition.retakes ? 2 : 1) + (labels ? 1 : 0));
  const size = bytes * range.count * split.parts;
  frame.buffers.parts = { role: "scratch", size: Math.max(size, frame.buffers.parts?.size ?? 0) };
  const access = stage === "join" ? "read" : "read_write";
  shader.storage("parts", "array<Part>", { buffer: "parts", offset: 0, size, access });
  const lines = [`struct Part { ${fields.join(", ")} }`];
  if (stage === "take")
    lines.push(
      "fn gatheredPart(opened: Opened, member: u32) -> RowFold { return takenRow(opened, member); }",
      "fn leavePart(place: u32, opened: Opened, part: RowFold) {",
      "  parts[place].taken = packRow(part);",
      // In place, another workgroup's slopes may stand there when the parts are joined.
      labels ? "  parts[place].labelValue = opened.row.labelValue;" : "",
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
