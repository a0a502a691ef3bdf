import { domainTest } from "./domain.js";
import type { RowGlue } from "./rowwiseGlue.js";
import { strideOf } from "./rowwiseInputs.js";
import { classInputs } from "./rowwiseStructs.js";

/** How many units of a long row are summed before they join the rest. */
const blockUnits = 64;

/**
 * Many rows of few classes are not looped over: a loop's own cost is that of several classes. The text is
 * then this number of classes' own, so it takes a batch that is worth a pipeline.
 */
const unrolled = { classes: 12, rows: 4096 };

/** What a lane gathers of a row, how gatherings merge, and how a team shares them. */
export function foldText(glue: RowGlue): string {
  const { frame, walk, pass, values, maskable, checked } = glue;
  const { request } = frame;
  const { definition, team } = walk;
  const { bodyName } = definition;
  const rowChecked = checked.filter((name) => values.includes(name));
  const carried = team === 1 ? [] : definition.carried(request.params, walk.given);
  const faults = rowChecked.flatMap((name) => [
    { name: `faults_${name}`, neutral: "0u", merge: `a.faults_${name} + b.faults_${name}` },
    { name: `first_${name}`, neutral: "0xffffffffu", merge: `min(a.first_${name}, b.first_${name})` },
  ]);
  const extra = [{ name: "flags", neutral: "0u", merge: "a.flags | b.flags" }, ...faults];
  const lines = [
    `struct RowFold { state: ${bodyName}State, ${extra.map(({ name }) => `${name}: u32`).join(", ")} }`,
    `fn emptyRow() -> RowFold { return RowFold(${bodyName}Empty(), ${extra.map(({ neutral }) => neutral).join(", ")}); }`,
    "fn mergeRows(a: RowFold, b: RowFold) -> RowFold {",
    `  return RowFold(${[`${bodyName}Merge(a.state, b.state)`, ...extra.map(({ merge }) => merge)].join(", ")});`,
    "}",
    `const UNMASKED = ${maskable.reduce((bits, _, i) => bits | (2 << i), 0)}u;`,
  ];
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
    const types = definition.state;
    lines.push(
      `struct Folded { ${[...carried.map((name) => `${name}: ${types[name]}`), ...extra.map(({ name }) => `extra_${name}: u32`)].join(", ")} }`,
      "fn packRow(row: RowFold) -> Folded {",
      `  return Folded(${[...carried.map((name) => `row.state.${name}`), ...extra.map(({ name }) => `row.${name}`)].join(", ")});`,
      "}",
      "fn unpackRow(folded: Folded) -> RowFold {",
      "  var row = emptyRow();",
      ...carried.map((name) => `  row.state.${name} = folded.${name};`),
      ...extra.map(({ name }) => `  row.${name} = folded.extra_${name};`),
      "  return row;",
      "}",
      "fn mergeFolded(a: Folded, b: Folded) -> Folded { return packRow(mergeRows(unpackRow(a), unpackRow(b))); }",
      "fn shareRow(member: u32, mine: RowFold) -> RowFold { return unpackRow(foldWorkgroup(member, packRow(mine))); }",
      "fn leaveRows(group: u32, lane: u32, mine: Tally) {",
      pass.loss ? "  if (lane == 0u) { tallies[uniforms.firstSlot + group] = mine; }" : "",
      "}",
    );
  }
  return `${lines.join("\n")}\n`;
}

/** What is known of a row before its values are read. */
export function openText(glue: RowGlue): string {
  const { frame, walk, values, labels } = glue;
  const { request } = frame;
  const { definition, kinds } = walk;
  const { bodyName } = definition;
  const leader = values[0] ?? "";
  const lines = [
    `struct Opened { index: u32, base: u32, isRead: bool, isBroken: bool, labelFault: bool, weightFault: bool, weight: f32, upstream: f32, row: ${bodyName}Row }`,
    "fn openRow(index: u32, scale: Scale) -> Opened {",
    "  var opened: Opened;",
    "  opened.index = index;",
    "  opened.base = rowBase(index);",
    "  opened.isRead = true;",
    `  opened.upstream = ${request.scalePerItem ? "upstreamOf(index)" : "1.0"};`,
    `  opened.row = ${bodyName}Row(0xffffffffu, 0.0, 1.0, f32(uniforms.classes), scale.plainRatio);`,
  ];
  if (labels) {
    lines.push(
      "  let label = labelOf(index);",
      "  opened.isRead = label != i32(uniforms.ignoreIndex);",
      "  let isClass = label >= 0 && u32(label) < uniforms.classes;",
      "  opened.labelFault = !isClass;",
      "  if (isClass) {",
      "    opened.row.label = u32(label);",
      `    let bits = read_${leader}(opened.base + u32(label) * ${strideOf(walk)});`,
      kinds[leader] === "logits"
        ? "    opened.row.labelValue = select(bitcast<f32>(bits), lowest, bits == minusInfinityBits);"
        : "    opened.row.labelValue = bitcast<f32>(bits);",
      "    opened.row.classWeight = classNumber(u32(label));",
      "  }",
    );
  }
  lines.push(
    "  let bits = weightBits(index);",
    "  opened.weightFault = (bits & infinityBits) == infinityBits;",
    "  opened.weight = select(bitcast<f32>(bits), 0.0, opened.weightFault);",
    "  opened.isBroken = opened.labelFault || opened.weightFault;",
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

/** Calls `call` for every unit of a member: a loop, or, where a lane has a short row, the calls written out. */
export function eachUnit(glue: RowGlue, call: (unit: string) => string): string {
  const { definition, given, layout, team, vector } = glue.walk;
  const isShort = layout.classes <= unrolled.classes && layout.items >= unrolled.rows;
  if (team === 1 && isShort && definition.straight(glue.frame.request.params, given)) {
    const units = vector ? layout.classes / 4 : layout.classes;
    return Array.from({ length: units }, (_, unit) => `  ${call(`${unit}u`)}`).join("\n");
  }
  return `  for (var unit = member; unit < uniforms.units; unit += TEAM) {\n    ${call("unit")}\n  }`;
}

/** Long rows are taken in blocks: the sums of a body are then sums of short sums, and keep their digits. */
function blockedUnits({ walk }: RowGlue): string | undefined {
  const { layout, team, vector } = walk;
  const units = (vector ? layout.classes / 4 : layout.classes) / team;
  if (units <= blockUnits) return undefined;
  return `  for (var first = member; first < uniforms.units; first += ${blockUnits}u * TEAM) {
    var block = emptyRow();
    for (var k = 0u; k < ${blockUnits}u; k++) {
      let unit = first + k * TEAM;
      if (unit < uniforms.units) { takeUnit(opened, unit, &block); }
    }
    *mine = mergeRows(*mine, block);
  }`;
}

/** Reads a unit's items, tests them, and gives them to the body. */
export function itemText(glue: RowGlue): string {
  const { walk, values, labels, maskable, checked } = glue;
  const { definition, kinds, vector } = walk;
  const { bodyName } = definition;
  const lanes = vector ? ["x", "y", "z", "w"] : [""];
  const lane = (name: string, k: string): string => (k ? `${name}.${k}` : name);
  const at = vector ? "opened.base / 4u + unit" : `opened.base + unit * ${strideOf(walk)}`;
  const index = (i: number): string => (vector ? `4u * unit + ${i}u` : "unit");
  const and = vector ? "&" : "&&";
  const all = (flags: string): string => (vector ? `all(${flags})` : flags);
  const lines = ["fn takeUnit(opened: Opened, unit: u32, mine: ptr<function, RowFold>) {"];
  for (const name of values) {
    const bits = `bits_${name}`;
    lines.push(`  let ${bits} = ${vector ? "load" : "read"}_${name}(${at});`);
    const finite = vector ? `isFinite4(${bits})` : `(${bits} & infinityBits) != infinityBits`;
    const value = vector ? `bitcast<vec4f>(${bits})` : `bitcast<f32>(${bits})`;
    if (maskable.includes(name)) {
      lines.push(
        `  let masked_${name} = ${vector ? `isMinusInfinity4(${bits})` : `${bits} == minusInfinityBits`};`,
        `  let usable_${name} = masked_${name} ${vector ? "|" : "||"} ${vector ? finite : `(${finite})`};`,
        `  let value_${name} = select(${value}, ${vector ? "vec4f(lowest)" : "lowest"}, masked_${name});`,
      );
    } else {
      lines.push(`  let usable_${name} = ${finite};`, `  let value_${name} = ${value};`);
    }
  }
  // Without a branch: what is taken of a number that cannot be used does not matter, the row is NaN.
  const seen = [
    `select(1u, 0u, ${all(values.map((name) => `usable_${name}`).join(` ${and} `))})`,
    ...maskable.map((name, i) => `select(${2 << i}u, 0u, ${all(`masked_${name}`)})`),
  ];
  lines.push(`  (*mine).flags |= ${seen.join(" | ")};`);
  for (const name of checked.filter((input) => values.includes(input))) {
    const domain = domainTest(kinds[name] ?? "real");
    const inside = vector ? `${domain}(value_${name})` : `${domain}(vec4f(value_${name})).x`;
    lines.push(`  let good_${name} = usable_${name} ${and} ${inside};`, `  if (!${all(`good_${name}`)}) {`);
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
          : "0.0",
    );
    const item = `${bodyName}Item(${[index(i), ...fields, `classNumber(${index(i)})`].join(", ")})`;
    lines.push(`  state = ${bodyName}Take(state, params(), opened.row, ${item});`);
  }
  lines.push(
    "  (*mine).state = state;",
    "}",
    "fn takeUnits(opened: Opened, member: u32, mine: ptr<function, RowFold>) {",
    blockedUnits(glue) ?? eachUnit(glue, (unit) => `takeUnit(opened, ${unit}, mine);`),
    "}",
    "",
  );
  return lines.join("\n");
}
