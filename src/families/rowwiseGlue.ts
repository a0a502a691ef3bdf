import type { RowwiseLayout } from "../check/layout.js";
import type { InputKind, RowwiseDefinition } from "../definition.js";
import type { ShaderInterface } from "../plan/interface.js";
import { dtypeBytes } from "../tensor.js";
import { domainTest } from "./domain.js";
import type { Frame, Range } from "./frame.js";
import { classInputs, rowwiseStructs } from "./rowwiseStructs.js";
import { elementInput, elementRead, quadInput, quadOutput, type Stored } from "./storage.js";
import { weightsText } from "./weights.js";

/** How the rows of a problem are walked. */
export interface RowWalk {
  readonly definition: RowwiseDefinition;
  readonly layout: RowwiseLayout;
  readonly kinds: Readonly<Record<string, InputKind>>;
  /** Classes lie side by side and come in fours: a unit is a quad. */
  readonly vector: boolean;
  /** Lanes that share a row. */
  readonly team: number;
  /** What the flags of the definition are told: inputs and outputs. */
  readonly given: readonly string[];
}

/** One sweep: which gradients it writes, and whether it leaves losses, outputs and tallies. */
export interface RowPass {
  readonly gradients: readonly string[];
  readonly loss: boolean;
  readonly range: Range;
}

/** Where a gradient is written: its own buffer, its input's, or an f32 scratch to be packed. */
export type GradientStore = "own" | "inPlace" | "scratch";

/** The inputs given that have the class axis. */
export function rowInputs(frame: Frame, walk: RowWalk): string[] {
  return classInputs(walk.definition).filter((name) => frame.request.inputs[name]);
}

/** The name of the labels' input, if labels are given. */
export function labelsInput(frame: Frame, { definition }: RowWalk): string | undefined {
  return Object.keys(definition.inputs).find(
    (name) => definition.inputs[name] === "labels" && frame.request.inputs[name],
  );
}

/** Declares the class inputs of a range, with `read_<name>(element)` and, for quads, `load_<name>(quad)`. */
export function declareRows(
  frame: Frame,
  shader: ShaderInterface,
  walk: RowWalk,
  range: Range,
  inPlace: readonly string[],
): string {
  const { classes } = walk.layout;
  return rowInputs(frame, walk)
    .map((name) => {
      const { dtype, offset } = frame.request.inputs[name] ?? { dtype: "f32" as const, offset: 0 };
      const window = frame.window(
        `input/${name}`,
        dtype,
        walk.vector,
        range.first * classes,
        range.count * classes,
        offset,
      );
      const binding = { ...window, access: inPlace.includes(name) ? ("read_write" as const) : window.access };
      const stored: Stored = { name, dtype, vector: walk.vector, binding };
      return walk.vector ? quadInput(shader, stored) + elementRead(stored) : elementInput(shader, stored);
    })
    .join("");
}

/** Declares the labels of a range: `data_labels[row]`. */
export function declareLabels(frame: Frame, shader: ShaderInterface, name: string, range: Range): void {
  const offset = frame.request.inputs[name]?.offset ?? 0;
  const window = frame.window(`input/${name}`, "i32", false, range.first, range.count, offset);
  shader.storage("data_labels", "array<i32>", window);
}

/** `rowBase(row)`: the element at which a row's first class lies; its classes are `inner` apart. */
export function rowBaseText(shader: ShaderInterface, { layout }: RowWalk): string {
  shader.field("classes", "u32", { u32: layout.classes });
  if (layout.inner === 1)
    return "const STRIDE = 1u;\nfn rowBase(row: u32) -> u32 { return row * uniforms.classes; }\n";
  shader.field("inner", "u32", { u32: layout.inner });
  return `fn rowBase(row: u32) -> u32 { return (row / uniforms.inner) * uniforms.classes * uniforms.inner + row % uniforms.inner; }\n`;
}

function strideOf({ layout }: RowWalk): string {
  return layout.inner === 1 ? "1u" : "uniforms.inner";
}

/** What each row adds to the divisor, from labels and weights; values are only looked at for masks. */
export function countGlue(frame: Frame, shader: ShaderInterface, walk: RowWalk, range: Range): string {
  const { request } = frame;
  const { definition, layout, kinds } = walk;
  const labels = labelsInput(frame, walk);
  const maskable = rowInputs(frame, walk).filter((name) => kinds[name] === "logits");
  const weighted = request.reduction === "weightedMean";
  const listed =
    labels && definition.perClassDivides && Array.isArray(request.params[definition.perClass ?? ""]);
  const out = [rowBaseText(shader, walk)];
  for (const name of maskable) {
    const { dtype, offset } = request.inputs[name] ?? { dtype: "f32" as const, offset: 0 };
    const window = frame.window(
      `input/${name}`,
      dtype,
      false,
      range.first * layout.classes,
      range.count * layout.classes,
      offset,
    );
    out.push(elementInput(shader, { name, dtype, vector: false, binding: window }));
    out.push(
      `fn isOut_${name}(base: u32) -> bool {\n  for (var c = 0u; c < uniforms.classes; c++) {\n    if (read_${name}(base + c * ${strideOf(walk)}) != minusInfinityBits) { return false; }\n  }\n  return true;\n}\n`,
    );
  }
  if (weighted) out.push(weightsText(frame, shader, layout, range, "one"));
  if (labels) {
    declareLabels(frame, shader, labels, range);
    shader.field("ignoreIndex", "u32", { u32: Number(request.params.ignoreIndex) >>> 0 });
  }
  if (listed) out.push(frame.listText());
  out.push(
    [
      "fn countItem(item: u32) -> Count {",
      "  let nothing = Count(0u, 0.0, 0.0, 0u);",
      ...(labels
        ? [
            "  let label = data_labels[item];",
            "  if (label == i32(uniforms.ignoreIndex)) { return nothing; }",
          ]
        : []),
      ...maskable.map((name) => `  if (isOut_${name}(rowBase(item))) { return nothing; }`),
      ...(weighted
        ? [
            "  let bits = weightBits(item);",
            "  let usable = (bits & infinityBits) != infinityBits;",
            "  let weight = select(0.0, bitcast<f32>(bits), usable);",
          ]
        : ["  let usable = true;", "  let weight = 1.0;"]),
      ...(listed
        ? [
            "  let isClass = label >= 0 && u32(label) < uniforms.classes;",
            "  let share = select(0.0, listNumber(u32(select(0, label, isClass))), isClass);",
          ]
        : ["  let isClass = true;", "  let share = 1.0;"]),
      "  return Count(1u, weight * share, weight, select(1u, 0u, usable && isClass));",
      "}",
      "",
    ].join("\n"),
  );
  return out.join("");
}

/** Everything between the skeleton and the body of a rowwise loss. */
export function rowwiseGlue(
  frame: Frame,
  shader: ShaderInterface,
  walk: RowWalk,
  pass: RowPass,
  storeOf: (input: string) => GradientStore,
): string {
  const { request } = frame;
  const { definition, layout, kinds, team, vector } = walk;
  const { bodyName } = definition;
  const { range } = pass;
  const values = rowInputs(frame, walk);
  const labels = labelsInput(frame, walk);
  const leader = values[0] ?? "";
  const maskable = values.filter((name) => kinds[name] === "logits");
  const lists = Array.isArray(request.params[definition.perClass ?? ""]);
  const weightsGiven = request.inputs.weights !== undefined;
  const checked = request.checkInputs
    ? [...values, ...(labels ? [labels] : []), ...(weightsGiven ? ["weights"] : [])]
    : [];
  const rowChecked = checked.filter((name) => values.includes(name));
  const isNone = request.reduction === "none";

  shader.field("units", "u32", { u32: vector ? layout.classes / 4 : layout.classes });
  const out = [
    rowwiseStructs(shader, definition, request.params, walk.given),
    rowBaseText(shader, walk),
    declareRows(
      frame,
      shader,
      walk,
      range,
      pass.gradients.filter((name) => storeOf(name) === "inPlace"),
    ),
    `const TEAM = ${team}u;`,
    team === 1
      ? "fn memberOf(lane: u32) -> u32 { return 0u; }\nfn teamOf(group: u32, lane: u32) -> u32 { return group * WORKGROUP + lane; }\n"
      : "fn memberOf(lane: u32) -> u32 { return lane; }\nfn teamOf(group: u32, lane: u32) -> u32 { return group; }\n",
  ];
  if (labels) {
    declareLabels(frame, shader, labels, range);
    shader.field("ignoreIndex", "u32", { u32: Number(request.params.ignoreIndex) >>> 0 });
  }
  out.push(weightsText(frame, shader, layout, range, "one"));
  shader.storage("side", "array<u32>", frame.side("read"));
  out.push(
    lists
      ? `${frame.listText()}fn classNumber(index: u32) -> f32 { return listNumber(index); }\n`
      : "fn classNumber(index: u32) -> f32 { return 1.0; }\n",
  );
  if (pass.loss) shader.storage("tallies", "array<Tally>", frame.tallies("read_write"));
  if (request.scalePerItem) {
    frame.buffers.upstream = { role: "input", size: 4 * layout.items };
    shader.storage(
      "upstream",
      "array<f32>",
      frame.window("upstream", "f32", false, range.first, range.count),
    );
  }
  out.push(resultsText());
  for (const name of pass.gradients) out.push(gradientText(name));
  out.push(foldText(), openText(), itemText(), finishText(), slopeText());
  return out.join("\n");

  /** Losses per row and extra outputs share one buffer where there are outputs; else the loss's own. */
  function resultsText(): string {
    if (!pass.loss) return "";
    const regions = resultRegions(isNone, request.outputs, range.count);
    if (regions.length === 0) return "";
    if (request.outputs.length === 0) {
      frame.buffers.loss = { role: "loss", size: Math.max(4, 4 * layout.items) };
      const window = frame.window("loss", "f32", false, range.first, range.count);
      shader.storage("results", "array<u32>", { ...window, access: "read_write" });
    } else {
      const size = regions.length * regionBytes(range.count);
      const known = frame.buffers.results?.size ?? 0;
      frame.buffers.results = { role: "scratch", size: Math.max(known, size) };
      shader.storage("results", "array<u32>", { buffer: "results", offset: 0, size, access: "read_write" });
    }
    shader.field("region", "u32", { u32: regionBytes(range.count) / 4 });
    return "";
  }

  function gradientText(name: string): string {
    const store = storeOf(name);
    const dtype = store === "scratch" ? "f32" : (request.gradientDtypes[name] ?? "f32");
    const bytes = dtypeBytes(dtype);
    if (store === "inPlace") {
      const input = request.inputs[name];
      const stored: Stored = {
        name,
        dtype,
        vector,
        binding: frame.window(
          `input/${name}`,
          dtype,
          vector,
          range.first * layout.classes,
          range.count * layout.classes,
          input?.offset ?? 0,
        ),
      };
      return vector
        ? quadOutput(shader, stored, true)
        : `fn store_${name}(element: u32, bits: u32) { data_${name}[element] = bits; }\n`;
    }
    const buffer = store === "scratch" ? `wide/${name}` : `gradient/${name}`;
    if (store === "scratch")
      frame.buffers[buffer] = { role: "scratch", size: 4 * layout.items * layout.classes };
    const window = frame.window(
      buffer,
      dtype,
      vector,
      range.first * layout.classes,
      range.count * layout.classes,
    );
    const binding = {
      ...window,
      access: "read_write" as const,
      offset: range.first * layout.classes * bytes,
    };
    const stored: Stored = { name: `gradient_${name}`, dtype, vector, binding };
    const data = `data_gradient_${name}`;
    if (vector) {
      const load = request.accumulate ? `fn old_${name}(quad: u32) -> vec4u { return ${data}[quad]; }\n` : "";
      return quadOutput(shader, stored) + load;
    }
    shader.storage(data, "array<u32>", binding);
    return `fn store_gradient_${name}(element: u32, bits: u32) { ${data}[element] = bits; }\nfn old_${name}(element: u32) -> u32 { return ${data}[element]; }\n`;
  }

  /** What a lane gathers of a row, how gatherings merge, and how a team shares them. */
  function foldText(): string {
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
  function openText(): string {
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
  function itemText(): string {
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
      values.includes(name)
        ? `clean_${name}`
        : labels
          ? "select(0.0, 1.0, index == opened.row.label)"
          : "0.0",
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

  /** The loss of a row, its outputs, and what the tally gets of it: one lane of the team does this. */
  function finishText(): string {
    const lines = [
      "fn finishRow(opened: Opened, whole: RowFold, isCounted: bool, isNan: bool, tally: ptr<function, Tally>) {",
    ];
    if (pass.loss) {
      lines.push(
        "  var value = 0.0;",
        `  if (isCounted && !isNan) { value = ${bodyName}Loss(whole.state, params(), opened.row); }`,
        "  let isInfinite = value >= largest && opened.weight != 0.0;",
        "  let weighed = select(value * opened.weight, 0.0, value >= largest);",
        "  (*tally).sum += weighed;",
        "  (*tally).counted += select(0u, 1u, isCounted);",
        "  (*tally).flags |= select(0u, 1u, isCounted && isNan) | select(0u, 2u, isInfinite);",
        ...rowChecked.flatMap((name) => [
          `  (*tally).faults_${name} += select(0u, whole.faults_${name}, isCounted);`,
          `  (*tally).first_${name} = min((*tally).first_${name}, select(0xffffffffu, whole.first_${name}, isCounted));`,
        ]),
        ...[
          [labels, "opened.labelFault"],
          [weightsGiven ? "weights" : undefined, "opened.weightFault"],
        ].flatMap(([name, fault]) =>
          name && checked.includes(name)
            ? [
                `  if (isCounted && ${fault}) {`,
                `    (*tally).faults_${name}++;`,
                `    (*tally).first_${name} = min((*tally).first_${name}, opened.index);`,
                "  }",
              ]
            : [],
        ),
      );
      const regions = resultRegions(isNone, request.outputs, range.count);
      if (regions.includes("loss")) {
        lines.push(
          "  var lossBits = select(bitcast<u32>(weighed), infinityBits, isInfinite);",
          "  lossBits = select(lossBits, nanBits, isCounted && isNan);",
          "  results[opened.index] = lossBits;",
        );
      }
      if (request.outputs.length > 0) {
        lines.push(
          `  var outputs: array<f32, ${definition.outputs.length}>;`,
          `  if (isCounted && !isNan) { outputs = ${bodyName}Outputs(whole.state, params(), opened.row); }`,
          ...request.outputs.map(
            (name) =>
              `  results[${regions.indexOf(name)}u * uniforms.region + opened.index] = select(bitcast<u32>(outputs[${definition.outputs.indexOf(name)}]), nanBits, isCounted && isNan);`,
          ),
        );
      }
    }
    lines.push("}", "");
    return lines.join("\n");
  }

  /** The slopes of a unit's items, stored: pulled by weight and scale, 0 where masked or not counted. */
  function slopeText(): string {
    const lanes = vector ? ["x", "y", "z", "w"] : [""];
    const fields = classInputs(definition).map((name) =>
      values.includes(name)
        ? maskable.includes(name)
          ? `select(bitcast<f32>(bits_${name}), lowest, bits_${name} == minusInfinityBits)`
          : `bitcast<f32>(bits_${name})`
        : labels
          ? "select(0.0, 1.0, index == opened.row.label)"
          : "0.0",
    );
    const lines: string[] = [];
    if (pass.gradients.length > 0) {
      const argumentsText = values.map((name) => `bits_${name}: u32`).join(", ");
      lines.push(
        `fn slopesOf(opened: Opened, whole: RowFold, index: u32, ${argumentsText}) -> ${bodyName}Slopes {`,
        `  let item = ${bodyName}Item(${["index", ...fields, "classNumber(index)"].join(", ")});`,
        `  return ${bodyName}Slope(whole.state, params(), opened.row, item);`,
        "}",
      );
    }
    lines.push(
      "fn slopeUnit(opened: Opened, whole: RowFold, unit: u32, pull: f32, isCounted: bool, isNan: bool) {",
    );
    if (pass.gradients.length > 0) {
      lines.push(
        vector ? "  let at = opened.base / 4u + unit;" : `  let at = opened.base + unit * ${strideOf(walk)};`,
        ...pass.gradients.map((name) => `  var fresh_${name} = ${vector ? "vec4u(0u)" : "0u"};`),
        "  if (isCounted) {",
        ...values.map(
          (name) => `    let bits_${name} = ${vector ? `load_${name}(at)` : `read_${name}(at)`};`,
        ),
        "    if (isNan) {",
        ...pass.gradients.map((name) => `      fresh_${name} = ${vector ? "vec4u(nanBits)" : "nanBits"};`),
        "    } else {",
        ...lanes.map((k, i) => {
          const bits = values.map((name) => (k ? `bits_${name}.${k}` : `bits_${name}`));
          return `      let slopes${k} = slopesOf(opened, whole, ${vector ? `4u * unit + ${i}u` : "unit"}, ${bits.join(", ")});`;
        }),
        ...pass.gradients.map((name) => {
          const slope = vector
            ? `vec4f(${lanes.map((k) => `slopes${k}.${name}`).join(", ")})`
            : `slopes.${name}`;
          return `      fresh_${name} = bitcast<${vector ? "vec4u" : "u32"}>(${slope} * pull);`;
        }),
        "    }",
        // A masked class has no gradient, not even in a NaN row.
        ...pass.gradients
          .filter((name) => maskable.includes(name))
          .map((name) => {
            const [zero, masked] = vector
              ? ["vec4u(0u)", "vec4u(minusInfinityBits)"]
              : ["0u", "minusInfinityBits"];
            return `    fresh_${name} = select(fresh_${name}, ${zero}, bits_${name} == ${masked});`;
          }),
        "  }",
      );
      for (const name of pass.gradients) {
        const target = storeOf(name) === "inPlace" ? `store_${name}` : `store_gradient_${name}`;
        if (request.accumulate) {
          const type = vector ? "vec4f" : "f32";
          lines.push(
            `  if (!isNan) { fresh_${name} = bitcast<${vector ? "vec4u" : "u32"}>(bitcast<${type}>(old_${name}(at)) + bitcast<${type}>(fresh_${name})); }`,
          );
        }
        lines.push(`  ${target}(at, fresh_${name}${vector ? ", 0xffffffffu" : ""});`);
      }
    }
    lines.push("}", "");
    return lines.join("\n");
  }
}

/** Which rows of results a pass leaves: the losses under "none", then the outputs asked for. */
export function resultRegions(isNone: boolean, outputs: readonly string[], _count: number): string[] {
  return [...(isNone ? ["loss"] : []), ...outputs];
}

/** Bytes of one region of the shared result buffer: regions begin at multiples of 256. */
export function regionBytes(count: number): number {
  return Math.ceil((4 * count) / 256) * 256;
}
