import forwardStage from "../../shaders/families/pairForward.wgsl?raw";
import splitStage from "../../shaders/families/pairSplit.wgsl?raw";
import { ShaderInterface } from "../plan/interface.js";
import type { Plan, PlanRequest } from "../plan/plan.js";
import { Items } from "./items.js";
import type { PairsDefinition } from "./pairs.js";
import { paramsText } from "./params.js";
import { pulled } from "./pulled.js";
import { weightsText } from "./weights.js";

/** What is counted, and then put in its place. */
function twiceRead(names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name) => [`input/${name}`, 2]));
}

/**
 * split → forward → items, fold → pull. Positives × negatives comparisons, spread over the whole grid; memory 16
 * bytes per element. An item is an element, so that its own weight is the family's business; the pairs' other weight
 * is taken where they are summed. The count is that of the pairs.
 */
export function planPairs(request: PlanRequest): Plan {
  const { body, name, numbers } = request.definition as PairsDefinition;
  const items = new Items(request, { pairs: true });
  const { software } = request.device;
  const elements = items.layout.items;
  const hasGradient = request.gradients.length > 0;
  items.scratch("parted", 16 * elements);
  items.scratch("wholes", 16);
  if (hasGradient) items.scratch("slopes", 4 * elements);
  items.inspect();

  const split = new ShaderInterface();
  split.field("elements", "u32", { u32: elements });
  const splitText = [
    `const WORKGROUP = ${software ? 4 : 256}u;`,
    `const WEIGHS = ${request.reduction === "weightedMean"};`,
    items.read(split, "scores"),
    items.read(split, "targets"),
    weightsText(items.frame, split, items.layout, { first: 0, count: elements }, "one"),
    items.frame.leaveCounts(split),
    "",
  ].join("\n");
  split.storage("parted", "array<vec4u>", items.whole("parted", "read_write"));
  split.storage("wholes", "vec4u", items.whole("wholes", "read_write"));
  items.add({
    label: "split",
    shader: split,
    texts: [{ name: `${name}/split (generated)`, text: splitText }],
    skeleton: { name: "shaders/families/pairSplit.wgsl", text: splitStage },
    workgroups: 1,
    work: { calls: { take: elements, mergeFolded: elements }, reads: twiceRead(items.given) },
  });

  const forward = new ShaderInterface();
  const size = software ? 4 : 64;
  forward.field("elements", "u32", { u32: elements });
  const forwardText = [
    `const WORKGROUP = ${size}u;`,
    paramsText(forward, name, numbers(request.params)),
    `fn pairValue(difference: f32) -> f32 { return ${name}Value(params(), difference); }`,
    `fn pairSlope(difference: f32) -> f32 { return ${name}Slope(params(), difference); }`,
    `fn leaveSlope(element: u32, slope: f32) { ${hasGradient ? "slopes[element] = slope;" : ""} }`,
    "",
  ].join("\n");
  forward.storage("parted", "array<vec4u>", items.whole("parted", "read"));
  forward.storage("wholes", "vec4u", items.whole("wholes", "read"));
  if (hasGradient) forward.storage("slopes", "array<f32>", items.whole("slopes", "read_write"));
  items.losses(forward, "read_write");
  items.add({
    label: "forward",
    shader: forward,
    texts: [
      { name: `${name}/forward (generated)`, text: forwardText },
      { name: `shaders/losses/${name}.wgsl`, text: body },
    ],
    skeleton: { name: "shaders/families/pairForward.wgsl", text: forwardStage },
    workgroups: Math.max(1, Math.min(Math.ceil(elements / size), software ? 16 : 4096)),
    // At most, with half of the elements positive; a workgroup goes over all that it is compared with.
    work: {
      calls: { pairValue: elements ** 2 / 2, pairSlope: elements ** 2 / 2 },
      flops: (5 * elements ** 2) / 2,
      reads: { parted: 1 + Math.ceil(elements / size) / 2 },
    },
  });
  items.reduce();
  if (hasGradient) {
    pulled(
      items,
      "scores",
      () =>
        "fn itemOf(element: u32) -> u32 { return element; }\nfn isListed(element: u32) -> bool { return true; }\n",
    );
  }
  return items.finish();
}
