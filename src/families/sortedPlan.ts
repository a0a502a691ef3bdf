import keysText from "../../shaders/families/sortedKeys.wgsl?raw";
import runText from "../../shaders/families/sortedRun.wgsl?raw";
import segmentsText from "../../shaders/families/sortedSegments.wgsl?raw";
import walkText from "../../shaders/families/sortedWalk.wgsl?raw";
import type { ItemsLayout } from "../check/layout.js";
import { UnsupportedError } from "../errors.js";
import type { ShaderText } from "../plan/compose.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Binding, Plan, PlanRequest } from "../plan/plan.js";
import { domainTest } from "./domain.js";
import { Frame } from "./frame.js";
import { paramsText } from "./params.js";
import { addSort } from "./sort.js";
import type { SortedDefinition } from "./sorted.js";
import { elementInput } from "./storage.js";
import { type TallyField, tallyFields, tallyText } from "./tally.js";
import { weightsText } from "./weights.js";

/** Items of a segment: counts and twice the pairs among them are exact in f32. */
const segment = 4096;

/** Segments that one dispatch takes. */
const mostSegments = 65_535;

/** Scores in order → keys, sort, segments, (a second walk,) fold of what was found wrong. */
export function planSorted(request: PlanRequest): Plan {
  const definition = request.definition as SortedDefinition;
  const { items } = request.layout as ItemsLayout;
  const given = Object.keys(request.inputs);
  const tally = tallyFields([], request.checkInputs ? given : []);
  const frame = new Frame(request, tally, 1, undefined);
  for (const name of given) frame.input(name);
  const segments = Math.ceil(items / segment);
  if (segments > mostSegments) {
    throw new UnsupportedError(
      `${frame.label}: ${items} items cannot be put in order at once, but ${segment * mostSegments}; ${definition.instead}.`,
    );
  }
  const size = 4 * definition.words * segments;
  const states = definition.walks ? "segments" : "record";
  frame.buffers[states] = { role: definition.walks ? "scratch" : "totals", size: Math.max(16, size) };
  if (definition.walks) frame.buffers.record = { role: "totals", size: 8 * segments };
  addKeys(frame, tally);
  addSort(frame, items);
  addSegments(frame, states, segments, false);
  if (definition.walks) addSegments(frame, states, segments, true);
  frame.fold({ counted: items, summed: [], root: false, writesLoss: false });
  return frame.finish(items);
}

function whole(frame: Frame, buffer: string, access: Binding["access"]): Binding {
  return { buffer, offset: 0, size: frame.buffers[buffer]?.size ?? 4, access };
}

function read(frame: Frame, shader: ShaderInterface, name: string, called: string): string {
  const { dtype, offset, elements } = frame.request.inputs[name] ?? { dtype: "f32", offset: 0, elements: 0 };
  const binding = frame.window(`input/${name}`, dtype, false, 0, elements, offset);
  return elementInput(shader, { name: called, dtype, vector: false, binding });
}

function add(
  frame: Frame,
  label: string,
  shader: ShaderInterface,
  texts: readonly ShaderText[],
  stage: string,
  workgroups: number,
): void {
  const name = `${frame.label}/${label}`;
  frame.steps.push({
    kind: "dispatch",
    label: name,
    module: frame.module([{ name: `${name} (generated)`, text: shader.text() }, ...texts], {
      name: `shaders/families/${label}.wgsl`,
      text: stage,
    }),
    bindings: shader.bindings,
    uniform: shader.uniform,
    workgroups,
  });
}

/** Scores, logits or probabilities: the input that is put in order. */
function scoresOf({ definition }: PlanRequest): [name: string, kind: string] {
  return Object.entries(definition.inputs).find(([name]) => name !== "targets") ?? ["scores", "real"];
}

/** Keys of the scores; a look at every input. */
function addKeys(frame: Frame, tally: readonly TallyField[]): void {
  const { request } = frame;
  const layout = request.layout as ItemsLayout;
  const [value, kind] = scoresOf(request);
  const workgroup = frame.software ? 16 : 256;
  const groups = Math.max(1, Math.min(Math.ceil(layout.items / (workgroup * 16)), frame.software ? 8 : 1024));
  const shader = new ShaderInterface();
  shader.sizes({ items: layout.items, firstSlot: frame.slots });
  const tests = [
    [value, "read_values(item)", kind],
    ["targets", "read_targets(item)", "binary"],
    ["weights", "weightBits(item)", "real"],
  ].flatMap(([name = "", bits = "", own = ""]) => {
    const unusable = `(bits & infinityBits) == infinityBits${own === "logits" ? " && bits != minusInfinityBits" : ""}`;
    const noted =
      request.checkInputs && request.inputs[name]
        ? `if (isUnusable || !${domainTest(own as "real")}(vec4f(bitcast<f32>(bits))).x) { (*tally).faults_${name}++; (*tally).first_${name} = min((*tally).first_${name}, item); }`
        : "";
    return [
      "  {",
      `    let bits = ${bits};`,
      `    let isUnusable = ${unusable};`,
      "    (*tally).flags |= select(0u, 1u, isUnusable);",
      `    ${noted}`,
      "  }",
    ];
  });
  const text = [
    `const WORKGROUP = ${workgroup}u;`,
    read(frame, shader, value, "values"),
    read(frame, shader, "targets", "targets"),
    weightsText(frame, shader, layout, { first: 0, count: layout.items }, "one"),
    tallyText(tally),
    "alias Folded = Tally;",
    "fn mergeFolded(a: Folded, b: Folded) -> Folded { return mergeTally(a, b); }",
    "fn checkItem(item: u32, tally: ptr<function, Tally>) {",
    ...tests,
    "}",
    "",
  ].join("\n");
  frame.buffers.keys = { role: "scratch", size: Math.max(16, 4 * layout.items) };
  shader.storage("tallies", "array<Tally>", frame.tallies("read_write"));
  shader.storage("keys", "array<u32>", whole(frame, "keys", "read_write"));
  add(frame, "sortedKeys", shader, [{ name: `${frame.label}/items (generated)`, text }], keysText, groups);
  frame.slots += groups;
}

/** What each segment comes to; or, with that known, the second walk. */
function addSegments(frame: Frame, states: string, segments: number, isWalk: boolean): void {
  const { request } = frame;
  const layout = request.layout as ItemsLayout;
  const { body, bodyName } = request.definition as SortedDefinition;
  const workgroup = frame.software ? 16 : 64;
  const shader = new ShaderInterface();
  shader.sizes({ items: layout.items });
  const text = [
    `const WORKGROUP = ${workgroup}u;`,
    `const LANE_BITS = ${Math.log2(workgroup)}u;`,
    `const RUN = ${segment / workgroup}u;`,
    paramsText(shader, bodyName, {}),
    read(frame, shader, "targets", "targets"),
    weightsText(frame, shader, layout, { first: 0, count: layout.items }, "one"),
    `alias Folded = ${bodyName}State;`,
    `fn emptyFolded() -> Folded { return ${bodyName}Empty(); }`,
    `fn mergeFolded(a: Folded, b: Folded) -> Folded { return ${bodyName}Merge(a, b); }`,
    "fn foldedAt(place: u32) -> Folded {",
    "  let item = order[place];",
    "  let weight = bitcast<f32>(weightBits(item));",
    "  let isPositive = bitcast<f32>(read_targets(item)) > 0.5;",
    `  return ${bodyName}One(keys[place], select(0.0, weight, isPositive), select(weight, 0.0, isPositive));`,
    "}",
    isWalk ? `fn stepOf(state: Folded) -> f32 { return ${bodyName}Step(state); }` : "",
    "",
  ].join("\n");
  shader.storage("keys", "array<u32>", whole(frame, "keys", "read"));
  shader.storage("order", "array<u32>", whole(frame, "order", "read"));
  shader.storage("segments", `array<${bodyName}State>`, whole(frame, states, isWalk ? "read" : "read_write"));
  if (isWalk) shader.storage("record", "array<f32>", whole(frame, "record", "read_write"));
  const texts = [
    { name: `${frame.label}/items (generated)`, text },
    { name: `shaders/metrics/${bodyName}.wgsl`, text: body },
    { name: "shaders/families/sortedRun.wgsl", text: runText },
  ];
  if (!isWalk) add(frame, "sortedSegments", shader, texts, segmentsText, segments);
  else add(frame, "sortedWalk", shader, texts, walkText, segments);
}
