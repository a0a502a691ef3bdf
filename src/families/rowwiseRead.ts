import { domainTest } from "./domain.js";
import type { RowGlue } from "./rowwiseGlue.js";
import { strideOf } from "./rowwiseInputs.js";
import { classInputs } from "./rowwiseStructs.js";

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
      "fn mergeRows(a: RowFold, b: RowFold) -> RowFold {",
      `  return RowFold(${[`${bodyName}Merge(a.state, b.state)`, ...extra.map(({ merge }) => merge)].join(", ")});`,
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
    `  opened.upstream = ${request.scalePerItem ? "upstream[index]" : "1.0"};`,
    `  opened.row = ${bodyName}Row(0xffffffffu, 0.0, 1.0, f32(uniforms.classes), scale.plainRatio);`,
  ];
  if (labels) {
    lines.push(
      "  let label = data_labels[index];",
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

/** Reads a unit's items, tests them, and gives them to the body. */
export function itemText(glue: RowGlue): string {
  const { walk, values, labels, maskable, checked } = glue;
  const rowChecked = checked.filter((name) => values.includes(name));
  const { definition, kinds, vector } = walk;
  const { bodyName } = definition;
  const makeItem = (name: string): string[] => {
    const bit = 2 << maskable.indexOf(name);
    return maskable.includes(name)
      ? [
          `  let masked_${name} = bits_${name} == minusInfinityBits;`,
          `  let usable_${name} = masked_${name} || (bits_${name} & infinityBits) != infinityBits;`,
          `  (*mine).flags |= select(${bit}u, 0u, masked_${name});`,
          `  let value_${name} = select(bitcast<f32>(bits_${name}), lowest, masked_${name});`,
        ]
      : [
          `  let usable_${name} = (bits_${name} & infinityBits) != infinityBits;`,
          `  let value_${name} = bitcast<f32>(bits_${name});`,
        ];
  };
  const fields = classInputs(definition).map((name) =>
    values.includes(name) ? `clean_${name}` : labels ? "select(0.0, 1.0, index == opened.row.label)" : "0.0",
  );
  const cleaned = (flags: string): string[] =>
    values.map((name) => `  let clean_${name} = select(0.0, value_${name}, ${flags}usable_${name});`);
  const argumentsText = values.map((name) => `bits_${name}: u32`).join(", ");
  const lines = [
    `fn takeItem(opened: Opened, index: u32, ${argumentsText}, mine: ptr<function, RowFold>) {`,
    ...values.flatMap(makeItem),
    ...cleaned(""),
    ...rowChecked.flatMap((name) => [
      `  if (!(usable_${name} && ${domainTest(kinds[name] ?? "real")}(vec4f(clean_${name})).x)) {`,
      `    (*mine).faults_${name}++;`,
      `    (*mine).first_${name} = min((*mine).first_${name}, opened.base + index * ${strideOf(walk)});`,
      "  }",
    ]),
    // Without a branch: what is taken from a number that cannot be used does not matter, the row is NaN.
    `  (*mine).flags |= select(1u, 0u, ${values.map((name) => `usable_${name}`).join(" && ")});`,
    `  let item = ${bodyName}Item(${["index", ...fields, "classNumber(index)"].join(", ")});`,
    `  (*mine).state = ${bodyName}Take((*mine).state, params(), opened.row, item);`,
    "}",
    "fn takeUnit(opened: Opened, unit: u32, mine: ptr<function, RowFold>) {",
  ];
  if (vector) {
    lines.push(
      ...values.map((name) => `  let bits_${name} = load_${name}(opened.base / 4u + unit);`),
      ...["x", "y", "z", "w"].map(
        (k, i) =>
          `  takeItem(opened, 4u * unit + ${i}u, ${values.map((name) => `bits_${name}.${k}`).join(", ")}, mine);`,
      ),
    );
  } else {
    lines.push(
      `  let element = opened.base + unit * ${strideOf(walk)};`,
      `  takeItem(opened, unit, ${values.map((name) => `read_${name}(element)`).join(", ")}, mine);`,
    );
  }
  lines.push("}", "");
  return lines.join("\n");
}
