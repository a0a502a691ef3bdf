import { domainTest } from "./domain.js";
import type { RowGlue, RowStage } from "./rowwiseGlue.js";
import { strideOf } from "./rowwiseInputs.js";
import { goodText, seenText } from "./rowwiseSeen.js";
import { absent, classInputs } from "./rowwiseStructs.js";
import { teamSize } from "./rowwiseTeam.js";
import { eachUnit } from "./rowwiseUnits.js";
import { keptText, valueText, wordsText } from "./rowwiseWord.js";

/** How many units of a long row are summed before they join the rest. */
const blockUnits = 64;

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
      ...(isResumed(pass.stage)
        ? ["  let labelValue = parts[index * uniforms.parts].labelValue;"]
        : [
            `  let word_${leader} = read_${leader}(opened.base + place * ${strideOf(walk)});`,
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
  const { walk, values } = glue;
  const { definition, vector } = walk;
  const { bodyName, retakes } = definition;
  if (!retakes) return "";
  const lanes = vector ? ["x", "y", "z", "w"] : [""];
  const lines = [
    "fn retakeUnit(opened: Opened, whole: RowFold, unit: u32, mine: ptr<function, RowFold>) {",
    wordsText(glue, "again"),
    "  var state = (*mine).state;",
  ];
  for (const [i, k] of lanes.entries()) {
    const words = values.map((name) => (k ? `word_${name}.${k}` : `word_${name}`));
    const index = vector ? `4u * unit + ${i}u` : "unit";
    const item = `itemOf(opened, ${[index, ...words].join(", ")})`;
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

/**
 * Gathers a member's units into `mine`, a pointer. Long rows are taken in blocks: the sums of a body are then
 * sums of short sums, and keep their digits.
 */
function sweepText(glue: RowGlue, mine: string, take: (unit: string, mine: string) => string): string {
  const { layout, team, vector } = glue.walk;
  const units = (vector ? layout.classes / 4 : layout.classes) / team;
  if (units <= blockUnits) return eachUnit(glue, (unit) => take(unit, mine));
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

/** Reads a unit's items, looks at them, and gives them to the body. */
export function itemText(glue: RowGlue): string {
  const { walk, values, labels, checked } = glue;
  const { definition, kinds, vector } = walk;
  const { bodyName } = definition;
  const lanes = vector ? ["x", "y", "z", "w"] : [""];
  const lane = (name: string, k: string): string => (k ? `${name}.${k}` : name);
  const index = (i: number): string => (vector ? `4u * unit + ${i}u` : "unit");
  const lines = [
    seenText(glue),
    keptText(glue),
    "fn takeUnit(opened: Opened, unit: u32, mine: ptr<function, RowFold>, seen: ptr<function, Seen>) {",
    wordsText(glue, "first"),
    ...values.map((name) => `  let value_${name} = ${valueText(kinds[name], name, vector)};`),
    `  *seen = see(*seen, ${values.map((name) => `word_${name}`).join(", ")});`,
  ];
  for (const name of checked.filter((input) => values.includes(input))) {
    lines.push(
      `  let good_${name} = ${goodText(glue, name)};`,
      `  if (!${vector ? `all(good_${name})` : `good_${name}`}) {`,
    );
    for (const [i, k] of lanes.entries()) {
      lines.push(
        `    if (!${lane(`good_${name}`, k)}) {`,
        `      (*mine).faults_${name}++;`,
        `      (*mine).first_${name} = min((*mine).first_${name}, uniforms.firstRow * uniforms.classes + opened.base + (${index(i)}) * ${strideOf(walk)});`,
        "    }",
      );
    }
    lines.push("  }");
  }
  // Without a branch: what is taken of a number that cannot be used does not matter, the row is NaN.
  lines.push("  var state = (*mine).state;");
  for (const [i, k] of lanes.entries()) {
    const fields = classInputs(definition).map((name) =>
      values.includes(name)
        ? lane(`value_${name}`, k)
        : labels
          ? `select(0.0, 1.0, ${index(i)} == opened.row.label)`
          : absent(definition, name),
    );
    const item = `${bodyName}Item(${[index(i), ...fields, `classNumber(${index(i)})`].join(", ")})`;
    lines.push(`  state = ${bodyName}Take(state, params(), opened.row, ${item});`);
  }
  lines.push(
    "  (*mine).state = state;",
    "}",
    "fn takeUnits(opened: Opened, member: u32, mine: ptr<function, RowFold>) {",
    "  var seen = emptySeen();",
    sweepText(glue, "mine", (unit, to) => `takeUnit(opened, ${unit}, ${to}, &seen);`),
    "  (*mine).flags |= flagsOf(seen);",
    "}",
    "",
  );
  return lines.join("\n");
}
