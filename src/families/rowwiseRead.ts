import { domainTest } from "./domain.js";
import type { RowGlue, RowStage } from "./rowwiseGlue.js";
import { strideOf } from "./rowwiseInputs.js";
import { entryArguments } from "./rowwiseItem.js";
import { labelWord } from "./rowwiseLook.js";
import { sweepText } from "./rowwiseSweep.js";
import { lanesOf } from "./rowwiseUnits.js";
import { valueText, wordsText } from "./rowwiseWord.js";

/** Whether a dispatch goes on from parts that others left of a row. */
const isResumed = (stage: RowStage): boolean => stage === "retake" || stage === "join";

/** What is known of a row before its values are read. */
export function openText(glue: RowGlue): string {
  const { frame, walk, pass, values, labels, perRow } = glue;
  const { request } = frame;
  const { definition, kinds } = walk;
  const { bodyName } = definition;
  const leader = values[0] ?? "";
  const rowFaults = perRow.map((name) => `fault_${name}: bool, `).join("");
  const rowNumbers = definition.perRow.map(() => ", 0.0").join("");
  const lines = [
    `struct Opened { index: u32, base: u32, isRead: bool, isBroken: bool, labelFault: bool, weightFault: bool, ${rowFaults}weight: f32, upstream: f32, row: ${bodyName}Row }`,
    "fn openRow(index: u32, scale: Scale) -> Opened {",
    "  var opened: Opened;",
    "  opened.index = index;",
    "  opened.base = rowBase(index);",
    "  opened.isRead = true;",
    `  opened.upstream = ${request.scalePerItem ? "upstreamOf(index)" : "1.0"};`,
    `  opened.row = ${bodyName}Row(0xffffffffu, 0.0, 1.0, f32(uniforms.classes), scale.plainRatio${rowNumbers});`,
  ];
  if (labels) {
    lines.push(
      "  let label = labelOf(index);",
      "  let isClass = u32(label) < uniforms.classes;",
      "  let place = select(0u, u32(label), isClass);",
      "  opened.isRead = label != i32(uniforms.ignoreIndex);",
      "  opened.labelFault = !isClass;",
      "  opened.row.label = select(0xffffffffu, place, isClass);",
      ...(isResumed(pass.stage) && !walk.spans
        ? ["  let labelValue = parts[index * uniforms.parts].labelValue;"]
        : [
            `  let word_${leader} = ${walk.spans ? labelWord : `read_${leader}(opened.base + place * ${strideOf(walk)})`};`,
            `  let labelValue = ${valueText(kinds[leader], leader, false)};`,
          ]),
      "  opened.row.labelValue = select(0.0, labelValue, isClass);",
      "  opened.row.classWeight = select(1.0, classNumber(place), isClass);",
    );
  }
  lines.push(
    "  let bits = weightBits(index);",
    "  opened.weightFault = (bits & infinityBits) == infinityBits;",
    "  opened.weight = select(bitcast<f32>(bits), 0.0, opened.weightFault);",
    "  opened.isBroken = opened.labelFault || opened.weightFault;",
    ...perRow.flatMap((name) => [
      `  let bits_${name} = rowBits_${name}(index);`,
      `  let usable_${name} = (bits_${name} & infinityBits) != infinityBits;`,
      `  opened.row.${name} = select(0.0, bitcast<f32>(bits_${name}), usable_${name});`,
      `  opened.fault_${name} = !usable_${name} || !${domainTest(kinds[name] ?? "real")}(vec4f(opened.row.${name})).x;`,
      `  opened.isBroken = opened.isBroken || !usable_${name};`,
    ]),
    "  return opened;",
    "}",
    "",
  );
  return lines.join("\n");
}

/** A body that closes its states computes once per row what every slope needs. */
export function closeText({ walk }: RowGlue): string {
  const { bodyName, closes } = walk.definition;
  const closed = closes ? `  row.state = ${bodyName}Close(row.state, params(), opened.row);\n` : "";
  return `fn closeRow(opened: Opened, whole: RowFold) -> RowFold {\n  var row = whole;\n${closed}  return row;\n}\n`;
}

/** `retakeUnits`, the second sweep of a body that has one: it knows what the first came to. */
export function retakeText(glue: RowGlue): string {
  const { walk } = glue;
  const { bodyName, retakes } = walk.definition;
  if (!retakes) return "";
  const lines = [
    "fn retakeUnit(opened: Opened, whole: RowFold, unit: u32, mine: ptr<function, RowFold>) {",
    wordsText(glue, "again"),
    "  var state = (*mine).state;",
  ];
  for (const { k, index } of lanesOf(walk)) {
    const item = `itemOf(opened, ${index}, ${entryArguments(glue, k)})`;
    lines.push(`  state = ${bodyName}Retake(state, whole.state, params(), opened.row, ${item});`);
  }
  const retake = (unit: string, mine: string) => `retakeUnit(opened, whole, ${unit}, ${mine});`;
  lines.push(
    "  (*mine).state = state;",
    "}",
    "fn retakeUnits(opened: Opened, member: u32, whole: RowFold, mine: ptr<function, RowFold>) {",
    sweepText(glue, "mine", retake),
    "}",
    "",
  );
  return lines.join("\n");
}
