import skeleton from "../../shaders/families/moments.wgsl?raw";
import type { ItemsLayout } from "../check/layout.js";
import { identifier, ShaderInterface } from "../plan/interface.js";
import type { Plan, PlanRequest } from "../plan/plan.js";
import { domainTest } from "./domain.js";
import { Frame } from "./frame.js";
import type { MomentsDefinition } from "./moments.js";
import { elementInput } from "./storage.js";
import { tallyFields, tallyText } from "./tally.js";
import { weightsText } from "./weights.js";

/** The fields of a body's state, each an f32. */
export const momentFields = ["pivot", "weight", "mean", "spread", "residual"] as const;

/** Moments → one kernel, whose workgroups leave their states; fold of what was found wrong. */
export function planMoments(request: PlanRequest): Plan {
  const { bodyName, body, inputs } = request.definition as MomentsDefinition;
  const layout = request.layout as ItemsLayout;
  const given = Object.keys(request.inputs);
  const checked = request.checkInputs ? given : [];
  const tally = tallyFields([], checked);
  const frame = new Frame(request, tally, 1, undefined);
  for (const name of given) frame.input(name);
  const workgroup = frame.software ? 16 : 64;
  const block = 64;
  const groups = Math.max(
    1,
    Math.min(Math.ceil(layout.items / (workgroup * block)), frame.software ? 8 : 1024),
  );
  const size = 4 * momentFields.length * groups;
  frame.buffers.record = { role: "totals", size };
  const shader = new ShaderInterface();
  shader.sizes({ items: layout.items, firstSlot: frame.slots });
  const reads = Object.keys(inputs).map((name) => {
    const { dtype, offset, elements } = request.inputs[name] ?? { dtype: "f32", offset: 0, elements: 0 };
    const binding = frame.window(`input/${name}`, dtype, false, 0, elements, offset);
    return elementInput(shader, { name, dtype, vector: false, binding });
  });
  const weights = weightsText(frame, shader, layout, { first: 0, count: layout.items }, "one");
  const test = (name: string, bits: string, kind = inputs[name] ?? "real") => [
    `  if ((${bits} & infinityBits) == infinityBits || !${domainTest(kind)}(vec4f(bitcast<f32>(${bits}))).x) {`,
    "    one.tally.flags |= 1u;",
    checked.includes(name)
      ? `    one.tally.${identifier(`faults_${name}`)}++; one.tally.${identifier(`first_${name}`)} = item;`
      : "",
    "  }",
  ];
  const names = Object.keys(inputs);
  const text = [
    `const WORKGROUP = ${workgroup}u;`,
    `const BLOCK = ${block}u;`,
    ...reads,
    weights,
    tallyText(tally),
    `struct Folded { state: ${bodyName}State, tally: Tally }`,
    `fn emptyFolded() -> Folded { return Folded(${bodyName}Empty(), emptyTally()); }`,
    "fn mergeFolded(a: Folded, b: Folded) -> Folded {",
    `  return Folded(${bodyName}Merge(a.state, b.state), mergeTally(a.tally, b.tally));`,
    "}",
    "fn foldedOf(item: u32) -> Folded {",
    "  var one = emptyFolded();",
    ...names.map((name) => `  let bits_${name} = read_${name}(item);`),
    "  let weight = weightBits(item);",
    ...names.flatMap((name) => test(name, `bits_${name}`)),
    ...test("weights", "weight"),
    "  if (one.tally.flags == 0u) {",
    `    one.state = ${bodyName}One(${names.map((name) => `bitcast<f32>(bits_${name})`).join(", ")}, bitcast<f32>(weight));`,
    "  }",
    "  return one;",
    "}",
    "",
  ].join("\n");
  shader.storage("tallies", "array<Tally>", frame.tallies("read_write"));
  shader.storage("record", `array<${bodyName}State>`, {
    buffer: "record",
    offset: 0,
    size,
    access: "read_write",
  });
  const label = `${frame.label}/moments`;
  frame.steps.push({
    kind: "dispatch",
    label,
    module: frame.module(
      [
        { name: `${label} (generated)`, text: `${shader.text()}${text}` },
        { name: `shaders/metrics/${bodyName}.wgsl`, text: body },
      ],
      { name: "shaders/families/moments.wgsl", text: skeleton },
    ),
    bindings: shader.bindings,
    uniform: shader.uniform,
    workgroups: groups,
  });
  frame.slots += groups;
  frame.fold({ counted: layout.items, summed: [], root: false, writesLoss: false });
  return frame.finish(layout.items);
}
