import type { ItemsLayout } from "../check/layout.js";
import type { InputKind } from "../definition.js";
import type { ShaderInterface } from "../plan/interface.js";
import { domainTest } from "./domain.js";
import type { Frame, Range } from "./frame.js";
import type { LedgerDefinition } from "./ledger.js";
import { paramsText } from "./params.js";
import { elementInput } from "./storage.js";
import { weightsText } from "./weights.js";

/** Everything between the skeleton and the body: what is read of an item, tested, and given to the body. */
export function ledgerGlue(frame: Frame, shader: ShaderInterface, range: Range): string {
  const { request } = frame;
  const definition = request.definition as LedgerDefinition;
  const layout = request.layout as ItemsLayout;
  const { bodyName, entries } = definition;
  const of = request.inputs.labels ? "OfLabels" : "OfTargets";
  const reading = layout.inner
    ? rowText(frame, shader, definition)
    : request.inputs.labels
      ? labelsText(frame, shader)
      : elementText(frame, shader, definition);
  return [
    paramsText(shader, bodyName, definition.numbers(request.params)),
    weightsText(frame, shader, layout, range, "one"),
    `const ENTRIES = ${entries}u;`,
    `fn entriesOf(item: LedgerItem) -> array<Entry, ${entries}> { return ${bodyName}${of}(params(), item); }`,
    `fn peakExponent() -> u32 { return ${request.inputs.weights ? "atomicLoad(&record[0]) >> 23u" : "127u"}; }`,
    noteText(frame, "weights"),
    reading,
    "fn takeItem(item: u32, scale: f32, tally: ptr<function, Tally>) {",
    "  var told: LedgerItem;",
    "  told.columns = uniforms.columns;",
    "  let state = readItem(item, &told, tally);",
    "  if (state == LEFT_OUT) {",
    "    return;",
    "  }",
    "  let bits = weightBits(item);",
    "  if ((bits & infinityBits) == infinityBits) {",
    "    noteFault_weights(item, tally);",
    "    (*tally).flags |= 1u;",
    "    return;",
    "  }",
    "  if (state == BROKEN) {",
    "    (*tally).flags |= 1u;",
    "    return;",
    "  }",
    "  (*tally).counted++;",
    "  enterItem(told, bitcast<f32>(bits), scale);",
    "}",
    "const COUNTED = 0u;",
    "const LEFT_OUT = 1u;",
    "const BROKEN = 2u;",
    "",
  ].join("\n");
}

/** `noteFault_<name>(item, tally)`, which does nothing where the input is not checked. */
function noteText({ request }: Frame, name: string): string {
  const noted =
    request.checkInputs && request.inputs[name]
      ? `(*tally).faults_${name}++; (*tally).first_${name} = min((*tally).first_${name}, item);`
      : "";
  return `fn noteFault_${name}(item: u32, tally: ptr<function, Tally>) { ${noted} }`;
}

function declared(frame: Frame, shader: ShaderInterface, name: string, called: string): string {
  const { dtype, offset, elements } = frame.request.inputs[name] ?? { dtype: "f32", offset: 0, elements: 0 };
  const binding = frame.window(`input/${name}`, dtype, false, 0, elements, offset);
  return elementInput(shader, { name: called, dtype, vector: false, binding });
}

const readHead =
  "fn readItem(item: u32, told: ptr<function, LedgerItem>, tally: ptr<function, Tally>) -> u32 {";

/** A row whose top class has been found: 0 is a row that does not count. */
function rowText(frame: Frame, shader: ShaderInterface, { confidence }: LedgerDefinition): string {
  const { items } = frame.request.layout;
  const mark = frame.window("loss", "f32", false, 0, items);
  const marks = elementInput(shader, { name: "marks", dtype: "f32", vector: false, binding: mark });
  const sure = frame.window("output/confidence", "f32", false, 0, items);
  return [
    declared(frame, shader, "labels", "labels"),
    marks,
    confidence
      ? elementInput(shader, { name: "confidence", dtype: "f32", vector: false, binding: sure })
      : "",
    readHead,
    "  let mark = read_marks(item);",
    "  if ((mark & infinityBits) == infinityBits) { return BROKEN; }",
    "  if (mark == 0u) { return LEFT_OUT; }",
    "  (*told).predicted = u32(bitcast<f32>(mark)) - 1u;",
    "  (*told).label = read_labels(item);",
    confidence ? "  (*told).value = bitcast<f32>(read_confidence(item));" : "",
    "  return COUNTED;",
    "}",
    "",
  ].join("\n");
}

/** A row of which both classes are given. */
function labelsText(frame: Frame, shader: ShaderInterface): string {
  shader.field("ignoreIndex", "u32", { u32: Number(frame.request.params.ignoreIndex) >>> 0 });
  return [
    declared(frame, shader, "predictedLabels", "predictedLabels"),
    declared(frame, shader, "labels", "labels"),
    noteText(frame, "predictedLabels"),
    noteText(frame, "labels"),
    readHead,
    "  let label = read_labels(item);",
    "  if (label == uniforms.ignoreIndex) { return LEFT_OUT; }",
    "  let predicted = read_predictedLabels(item);",
    "  if (label >= uniforms.columns) { noteFault_labels(item, tally); }",
    "  if (predicted >= uniforms.columns) { noteFault_predictedLabels(item, tally); }",
    "  if (max(label, predicted) >= uniforms.columns) { return BROKEN; }",
    "  (*told).label = label;",
    "  (*told).predicted = predicted;",
    "  return COUNTED;",
    "}",
    "",
  ].join("\n");
}

/** An element with its target; σ of what is not in [0, 1] by itself. */
function elementText(frame: Frame, shader: ShaderInterface, { inputs }: LedgerDefinition): string {
  const [name = "", kind = "real"] = Object.entries(inputs).find(([input]) => input !== "targets") ?? [];
  const { columns = 1 } = (frame.request.layout as ItemsLayout).sizes;
  shader.field("firstItem", "u32", { u32: frame.request.firstItem % Math.max(1, columns) });
  return [
    declared(frame, shader, name, "values"),
    declared(frame, shader, "targets", "targets"),
    noteText(frame, name).replace(`noteFault_${name}`, "noteFault_values"),
    noteText(frame, "targets"),
    readHead,
    "  let bits = read_values(item);",
    "  let goalBits = read_targets(item);",
    kind === "logits"
      ? "  let value = bitcast<f32>(select(bits, bitcast<u32>(lowest), bits == minusInfinityBits));"
      : "  let value = bitcast<f32>(bits);",
    "  let isUsable = (bitcast<u32>(value) & infinityBits) != infinityBits;",
    "  let isGoal = (goalBits & infinityBits) != infinityBits;",
    `  if (!isUsable || !${domainTest(kind as InputKind)}(vec4f(value)).x) { noteFault_values(item, tally); }`,
    "  if (!isGoal || !inBinary(vec4f(bitcast<f32>(goalBits))).x) { noteFault_targets(item, tally); }",
    "  if (!isUsable || !isGoal) { return BROKEN; }",
    `  (*told).value = ${kind === "unit" ? "value" : "sigmoid(value)"};`,
    "  (*told).goal = bitcast<f32>(goalBits);",
    "  (*told).column = (uniforms.firstItem + item) % uniforms.columns;",
    "  return COUNTED;",
    "}",
    "",
  ].join("\n");
}
