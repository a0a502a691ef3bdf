import scalesStage from "../../shaders/stages/scales.wgsl?raw";
import termsStage from "../../shaders/stages/terms.wgsl?raw";
import { leafBytes, logVariancesOf, partsFor, sharedGradients, slotsOf } from "../check/sum.js";
import type { BaseDefinition, CombinedDefinition, SumSpec } from "../definition.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Binding, Plan, PlanDevice, PlannedInput, PlanRequest } from "../plan/plan.js";
import { type DType, isHalf } from "../tensor.js";
import { Frame, gradientSpec } from "./frame.js";
import { pack } from "./pack.js";
import { elementInput } from "./storage.js";

/** After the parts: their losses → loss, terms and count; gradients of the log variances; 16-bit sums packed. */
export function planSum(request: PlanRequest): Plan {
  const definition = request.definition as CombinedDefinition;
  const { terms, weights } = specOf(definition);
  const parts = partsFor(definition, request.reduction) ?? [];
  const { reduction, accumulateLoss, layout, inputs } = request;
  const items = reduction === "none" ? layout.items : 1;
  const slots = parts.flatMap((part) =>
    slotsOf(part).map((slot, k) => ({ ...slot, part, isFirst: k === 0 })),
  );
  const stride = leafBytes(items);
  const frame = new Frame(request, [], 1, undefined);
  const shader = new ShaderInterface();
  const whole = (name: string, role: "scratch" | "loss" | "count" | "output", size: number): Binding => {
    frame.buffers[name] = { role, size };
    return { buffer: name, offset: 0, size, access: role === "scratch" ? "read" : "read_write" };
  };
  shader.field("items", "u32", { u32: items });
  shader.storage("leafLosses", "array<u32>", whole("leafLosses", "scratch", stride * slots.length));
  shader.storage("leafCounts", "array<u32>", whole("leafCounts", "scratch", 256 * slots.length));
  shader.storage("lossResult", "array<u32>", whole("loss", "loss", 4 * Math.max(1, items)));
  shader.storage("countResult", "array<u32>", whole("count", "count", 8));
  shader.storage(
    "termsResult",
    "array<u32>",
    whole("output/terms", "output", 4 * Math.max(1, terms * items)),
  );
  const head = [`const WORKGROUP = 64u;`, `const ADDS_LOSS = ${accumulateLoss};`];
  const logs = logVariancesOf(definition.sum);
  const text: string[] = [];
  if (logs) {
    text.push(
      readLogVariances(frame, shader, logs),
      "fn weightOf(term: u32) -> f32 {",
      "  let bits = read_logVariances(term);",
      "  return 0.5 * preciseExp(-bitcast<f32>(select(bits, 0u, (bits & infinityBits) == infinityBits)));",
      "}",
    );
  }
  text.push("fn takeTerms(item: u32, whole: ptr<function, TermSum>) {");
  for (let term = 0; term < terms; term++) {
    text.push(
      `  let term${term} = termAt(${term}u, item);`,
      `  leaveTerm(${term}u * uniforms.items + item, term${term});`,
    );
    if (!logs) shader.field(`weight${term}`, "f32", { f32: (weights as readonly number[])[term] ?? 0 });
    text.push(`  addTo(whole, term${term}, ${logs ? `weightOf(${term}u)` : `uniforms.weight${term}`});`);
  }
  for (const [i, { term }] of slots.entries()) {
    if (term === undefined) text.push(`  addTo(whole, leafAt(${(stride / 4) * i}u + item), 1.0);`);
  }
  text.push("}", "fn termAt(term: u32, item: u32) -> TermSum {", "  var sum = TermSum(0.0, false, false);");
  for (const [i, { term, factor }] of slots.entries()) {
    if (term === undefined) continue;
    shader.field(`factor${i}`, "f32", { f32: factor });
    text.push(
      `  if (term == ${term}u) { addTo(&sum, leafAt(${(stride / 4) * i}u + item), uniforms.factor${i}); }`,
    );
  }
  text.push("  return sum;", "}", ...finishText());
  frame.steps.push({
    kind: "dispatch",
    label: `${frame.label}/terms`,
    module: frame.module(
      [{ name: `${frame.label}/terms (generated)`, text: [...head, shader.text(), ...text, ""].join("\n") }],
      { name: "shaders/stages/terms.wgsl", text: termsStage },
    ),
    bindings: shader.bindings,
    uniform: shader.uniform,
    workgroups: Math.max(1, Math.min(Math.ceil(items / 64), frame.software ? 16 : 1024)),
    work: frame.work({ calls: { takeTerms: items } }),
  });
  for (const name of sharedGradients(definition, request.reduction, request.gradients)) {
    if (!isHalf(request.gradientDtypes[name] ?? "f32")) continue;
    const elements = inputs[name]?.elements ?? 0;
    frame.buffers[`wide/${name}`] ??= { role: "scratch", size: Math.max(4, 4 * elements) };
    pack(frame, name, elements);
  }
  return frame.finish(undefined);

  /** The count is the first term's; a log variance's slope has the term's loss in it. */
  function finishText(): string[] {
    // A part's count is at its first slot.
    const first = slots.flatMap(({ part, isFirst }, i) =>
      isFirst && slotsOf(part).some(({ term }) => term === 0) ? [i] : [],
    );
    const counts = [
      "fn finishSum() {",
      `  var sum = vec2u(${accumulateLoss ? "countResult[0], countResult[1]" : "0u, 0u"});`,
      ...first.flatMap((i) => [
        `  sum.x += leafCounts[${64 * i}u];`,
        `  sum.y += leafCounts[${64 * i + 1}u] + select(0u, 1u, sum.x < leafCounts[${64 * i}u]);`,
      ]),
      "  countResult[0] = sum.x;",
      "  countResult[1] = sum.y;",
    ];
    if (!logs || !request.gradients.includes(logs)) return [...counts, "}"];
    const isWide = isHalf(request.gradientDtypes[logs] ?? "f32");
    const name = isWide ? `wide/${logs}` : `gradient/${logs}`;
    const { elements } = inputs[logs] ?? { elements: 0 };
    frame.buffers[name] = isWide
      ? { role: "scratch", size: Math.max(4, 4 * elements) }
      : gradientSpec(request, logs);
    shader.storage("slopes", "array<u32>", {
      buffer: name,
      offset: 0,
      size: Math.max(4, 4 * elements),
      access: "read_write",
    });
    shader.storage("termScales", "array<u32>", scalesOf(frame, terms, "read"));
    return [
      ...counts,
      // Every term has one loss here: there is no "none".
      ...Array.from({ length: terms }, (_, k) => [
        `  let loss${k} = termAt(${k}u, 0u);`,
        `  let pull${k} = termScales[${k}];`,
        `  slopes[${k}] = accumulated(true, slopes[${k}], -loss${k}.value * bitcast<f32>(pull${k}), loss${k}.isNan || loss${k}.isInfinite || (pull${k} & 0x7fffffffu) > infinityBits, false);`,
      ]).flat(),
      "}",
    ];
  }
}

function specOf({ name, sum }: BaseDefinition): SumSpec {
  if (sum) return sum;
  throw new Error(`${name} is not a weighted sum`);
}

/** Declares the log variances: `read_logVariances(term) -> u32`. */
function readLogVariances(frame: Frame, shader: ShaderInterface, input: string): string {
  const { elements, dtype, offset } = frame.request.inputs[input] as PlannedInput;
  frame.input(input);
  const binding = frame.window(`input/${input}`, dtype, false, 0, elements, offset);
  return elementInput(shader, { name: "logVariances", dtype, vector: false, binding });
}

/** What each term's gradients are multiplied by: left before the parts, read after them. */
function scalesOf(frame: Frame, terms: number, access: Binding["access"]): Binding {
  const size = 4 * terms;
  frame.buffers.scales = { role: "scratch", size };
  return { buffer: "scales", offset: 0, size, access };
}

/** Before the parts: what the gradients of each term are multiplied by. */
export function planScales(request: PlanRequest): Plan {
  const { definition } = request;
  const { terms } = specOf(definition);
  const frame = new Frame(request, [], 1, undefined);
  const shader = new ShaderInterface();
  shader.sizes({ terms });
  shader.field("gradientScale", "f32", { value: "gradientScale" });
  shader.field("scaleMode", "u32", { value: "scaleMode" });
  shader.storage("termScales", "array<u32>", scalesOf(frame, terms, "read_write"));
  shader.storage("side", "array<u32>", frame.side("read"));
  const read = readLogVariances(frame, shader, logVariancesOf(definition.sum) ?? "");
  frame.steps.push({
    kind: "dispatch",
    label: `${frame.label}/scales`,
    module: frame.module(
      [
        {
          name: `${frame.label}/scales (generated)`,
          text: ["const WORKGROUP = 64u;", shader.text(), read].join("\n"),
        },
      ],
      { name: "shaders/stages/scales.wgsl", text: scalesStage },
    ),
    bindings: shader.bindings,
    uniform: shader.uniform,
    workgroups: Math.max(1, Math.ceil(terms / 64)),
    work: { calls: { preciseExp: terms }, flops: 3 * terms },
  });
  return frame.finish(undefined);
}

/** One gradient that was added up in f32 → 16 bits. */
export function planPack(device: PlanDevice, name: string, elements: number, dtype: DType): Plan {
  const request = {
    definition: { name: "sum" },
    inputs: { [name]: { elements, dtype, padded: true, offset: 0 } },
    gradientDtypes: { [name]: dtype },
    inPlace: [],
    device,
  } as unknown as PlanRequest;
  const frame = new Frame(request, [], 1, undefined);
  frame.buffers[`wide/${name}`] = { role: "scratch", size: Math.max(4, 4 * elements) };
  pack(frame, name, elements);
  return frame.finish(undefined);
}
