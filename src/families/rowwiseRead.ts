import { domainTest } from "./domain.js";
import type { RowGlue, RowStage } from "./rowwiseGlue.js";
import { strideOf } from "./rowwiseInputs.js";
import { leftOutText, saysText, unreadOf } from "./rowwiseMask.js";
import { absent, classInputs } from "./rowwiseStructs.js";
import { teamSize } from "./rowwiseTeam.js";

/** How many units of a long row are summed before they join the rest. */
const blockUnits = 64;

/**
 * Many rows of few classes are not looped over: a loop's own cost is that of several classes. The text is
 * then this number of classes' own, so it takes a batch that is worth a pipeline.
 */
const unrolled = { classes: 12, rows: 4096 };

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
      "  opened.isRead = label != i32(uniforms.ignoreIndex);",
      "  let isClass = label >= 0 && u32(label) < uniforms.classes;",
      "  opened.labelFault = !isClass;",
      "  if (isClass) {",
      "    opened.row.label = u32(label);",
      ...(isResumed(pass.stage)
        ? ["    opened.row.labelValue = parts[index * uniforms.parts].labelValue;"]
        : [
            `    let bits = read_${leader}(opened.base + u32(label) * ${strideOf(walk)});`,
            kinds[leader] === "logits"
              ? "    opened.row.labelValue = select(bitcast<f32>(bits), lowest, bits == minusInfinityBits);"
              : "    opened.row.labelValue = bitcast<f32>(bits);",
          ]),
      "    opened.row.classWeight = classNumber(u32(label));",
      "  }",
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
    vector ? "  let at = opened.base / 4u + unit;" : `  let at = opened.base + unit * ${strideOf(walk)};`,
    ...values.map((name) => `  let bits_${name} = ${vector ? "load" : "read"}_${name}(at);`),
    "  var state = (*mine).state;",
  ];
  for (const [i, k] of lanes.entries()) {
    const bits = values.map((name) => (k ? `bits_${name}.${k}` : `bits_${name}`));
    const index = vector ? `4u * unit + ${i}u` : "unit";
    const item = `itemOf(opened, ${[index, ...bits].join(", ")})`;
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

/** Calls `call` for every unit of a member: a loop, or, where a lane has a short row, the calls written out. */
export function eachUnit(glue: RowGlue, call: (unit: string) => string): string {
  const { definition, given, layout, team, vector } = glue.walk;
  const isShort = layout.classes <= unrolled.classes && layout.items >= unrolled.rows;
  if (team === 1 && isShort && definition.straight(glue.frame.request.params, given)) {
    const units = vector ? layout.classes / 4 : layout.classes;
    return Array.from({ length: units }, (_, unit) => `  ${call(`${unit}u`)}`).join("\n");
  }
  return `  for (var unit = member; unit < uniforms.units; unit += ${teamSize(glue.walk)}) {\n    ${call("unit")}\n  }`;
}

/**
 * Gathers a member's units into `mine`, a pointer. Long rows are taken in blocks: the sums of a body are then
 * sums of short sums, and keep their digits.
 */
function sweepText(glue: RowGlue, mine: string, take: (unit: string, mine: string) => string): string {
  const { layout, team, vector } = glue.walk;
  const units = (vector ? layout.classes / 4 : layout.classes) / team;
  if (units <= blockUnits) return eachUnit(glue, (unit) => take(unit, mine));
  return `  for (var first = member; first < uniforms.units; first += ${blockUnits}u * ${teamSize(glue.walk)}) {
    var block = emptyRow();
    for (var k = 0u; k < ${blockUnits}u; k++) {
      let unit = first + k * ${teamSize(glue.walk)};
      if (unit < uniforms.units) { ${take("unit", "&block")} }
    }
    *${mine} = mergeRows(*${mine}, block);
  }`;
}

/** Reads a unit's items, tests them, and gives them to the body. */
export function itemText(glue: RowGlue): string {
  const { frame, walk, values, labels, masks, maskable, checked } = glue;
  const { request } = frame;
  const { definition, kinds, vector } = walk;
  const { bodyName } = definition;
  const lanes = vector ? ["x", "y", "z", "w"] : [""];
  const lane = (name: string, k: string): string => (k ? `${name}.${k}` : name);
  const at = vector ? "opened.base / 4u + unit" : `opened.base + unit * ${strideOf(walk)}`;
  const index = (i: number): string => (vector ? `4u * unit + ${i}u` : "unit");
  const all = (flags: string): string => (vector ? `all(${flags})` : flags);
  const lines = ["fn takeUnit(opened: Opened, unit: u32, mine: ptr<function, RowFold>) {"];
  const wide = (text: string): string => (vector ? `vec4f(${text})` : text);
  for (const name of values) {
    lines.push(`  let bits_${name} = ${vector ? "load" : "read"}_${name}(${at});`);
  }
  const left = leftOutText(request, masks, vector);
  const out = left ? " | left" : "";
  if (left) lines.push(`  let left = ${left};`);
  for (const name of values) {
    const bits = `bits_${name}`;
    if (masks.includes(name)) {
      lines.push(
        `  let masked_${name} = left;`,
        `  let usable_${name} = ${saysText(request, name, vector)};`,
        `  let value_${name} = select(${wide("1.0")}, ${wide("0.0")}, left);`,
      );
      continue;
    }
    const finite = vector ? `isFinite4(${bits})` : `((${bits} & infinityBits) != infinityBits)`;
    const value = vector ? `bitcast<vec4f>(${bits})` : `bitcast<f32>(${bits})`;
    const unread = wide(unreadOf(kinds[name]));
    if (maskable.includes(name)) {
      lines.push(
        `  let masked_${name} = ${vector ? `isMinusInfinity4(${bits})` : `(${bits} == minusInfinityBits)`}${out};`,
        `  let usable_${name} = masked_${name} | ${finite};`,
        `  let value_${name} = select(${value}, ${unread}, masked_${name});`,
      );
    } else {
      lines.push(
        `  let usable_${name} = ${finite}${out};`,
        `  let value_${name} = ${left ? `select(${value}, ${unread}, left)` : value};`,
      );
    }
  }
  // Without a branch: what is taken of a number that cannot be used does not matter, the row is NaN.
  const seen = [
    `select(1u, 0u, ${all(values.map((name) => `usable_${name}`).join(" & "))})`,
    ...maskable.map((name, i) => `select(${2 << i}u, 0u, ${all(`masked_${name}`)})`),
  ];
  lines.push(`  (*mine).flags |= ${seen.join(" | ")};`);
  for (const name of checked.filter((input) => values.includes(input))) {
    const domain = domainTest(kinds[name] ?? "real");
    const inside = vector ? `${domain}(value_${name})` : `${domain}(vec4f(value_${name})).x`;
    const out = left && !masks.includes(name) ? " | left" : "";
    lines.push(
      `  let good_${name} = (usable_${name} & ${inside})${out};`,
      `  if (!${all(`good_${name}`)}) {`,
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
    sweepText(glue, "mine", (unit, to) => `takeUnit(opened, ${unit}, ${to});`),
    "}",
    "",
  );
  return lines.join("\n");
}
