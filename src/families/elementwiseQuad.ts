import type { ElementwiseLayout } from "../check/layout.js";
import type { ElementwiseDefinition, InputKind } from "../definition.js";
import type { PlanRequest } from "../plan/plan.js";
import { isHalf } from "../tensor.js";
import { domainTest } from "./domain.js";
import type { Pass } from "./elementwiseGlue.js";
import { seenInputs } from "./tally.js";

const lanes = ["x", "y", "z", "w"] as const;

/** What the text of a quad is made from. */
export interface QuadGlue {
  readonly request: PlanRequest;
  readonly definition: ElementwiseDefinition;
  readonly layout: ElementwiseLayout;
  readonly pass: Pass;
  readonly kinds: Readonly<Record<string, InputKind>>;
  readonly values: readonly string[];
  /** There is an upstream gradient per element. */
  readonly upstream: boolean;
  /** The loss of each element is stored. */
  readonly perElement: boolean;
}

/**
 * `takePlain`: reads a quad and looks once whether anything about it is odd: a number that is not finite or outside
 * its domain, or the end of the data. Nearly all quads are plain and go through without a further test; an odd one
 * is left alone, and `takeOdd` goes through it lane by lane.
 */
export function quadText(glue: QuadGlue): string {
  const { request, kinds, values } = glue;
  const loads = [
    ...values.map((name) => `  let bits_${name} = load_${name}(quad);`),
    ...(request.inputs.weights
      ? ["  let bits_weights = weights4(quad, 4u * quad + vec4u(0u, 1u, 2u, 3u));"]
      : []),
  ];
  const inputs = [...values, ...(request.inputs.weights ? ["weights"] : [])];
  const finite = inputs.map((name) => `isFinite4(bits_${name})`).join(" & ");
  const domains = request.checkInputs
    ? values
        .filter((name) => kinds[name] !== "real" && kinds[name] !== "logits")
        .map((name) => ` && all(${domainTest(kinds[name] ?? "real")}(bitcast<vec4f>(bits_${name})))`)
    : [];
  return [
    "fn takePlain(quad: u32, isFull: bool, scale: Scale, tally: ptr<function, Tally>) -> bool {",
    ...loads,
    `  let isPlain = isFull && all(${finite})${domains.join("")};`,
    "  if (isPlain) {",
    ...plainQuad(glue),
    "  }",
    "  return isPlain;",
    "}",
    "fn takeOdd(quad: u32, scale: Scale, tally: ptr<function, Tally>) {",
    ...loads,
    ...oddQuad(glue),
    "}",
    "",
  ].join("\n");
}

/** The body's result for lane `k`: parameters, then what `argument` says of each input. */
function bodyCall(
  { request, definition, values }: QuadGlue,
  k: string,
  argument: (name: string) => string,
): string {
  const list = definition.perLastAxis && Array.isArray(request.params[definition.perLastAxis]);
  const parameters = list ? `paramsAt(4u * quad + ${k})` : "params()";
  return `${definition.bodyFunction}(${[parameters, ...values.map(argument)].join(", ")})`;
}

/** So many branches in a body are inlined four times; more would make compile time explode. */
const mostBranches = 2;

/** Four calls written out: the usual way. */
function eachLane(glue: QuadGlue): string[] {
  const branches = glue.definition.body.match(/\b(if|for) \(/g) ?? [];
  if (branches.length > mostBranches) {
    const values = glue.values.map((name) => `  let value_${name} = bitcast<vec4f>(bits_${name});`);
    return [...values, ...loopedLanes(glue)];
  }
  return lanes.map(
    (k, i) => `  let ${k} = ${bodyCall(glue, `${i}u`, (name) => `bitcast<f32>(bits_${name}.${k})`)};`,
  );
}

/** One call in a loop: what is rarely run should be quick to compile. A masked logit is the lowest number. */
function loopedLanes(glue: QuadGlue): string[] {
  const { definition, kinds } = glue;
  const argument = (name: string): string =>
    kinds[name] === "logits" ? `select(value_${name}[k], lowest, masked_${name}[k])` : `value_${name}[k]`;
  return [
    `  var results: array<${definition.bodyName}Slopes, 4>;`,
    `  for (var k = 0u; k < 4u; k++) { results[k] = ${bodyCall(glue, "k", argument)}; }`,
    ...lanes.map((k, i) => `  let ${k} = results[${i}];`),
  ];
}

/** The fields of a body's slopes that are losses of their own. */
export function termNames({ terms = 0 }: ElementwiseDefinition): string[] {
  return Array.from({ length: terms }, (_, k) => `term_${k}`);
}

const gather = (field: string): string => `vec4f(${lanes.map((k) => `${k}.${field}`).join(", ")})`;
const sumOf = (name: string): string => `(${name}.x + ${name}.y) + (${name}.z + ${name}.w)`;

/** The differentiable inputs of one element: their gradient is a sum. */
function summedGradients({ request, layout, pass }: QuadGlue): string[] {
  return pass.loss ? request.gradients.filter((name) => layout.broadcast.includes(name)) : [];
}

function store({ request }: QuadGlue, name: string): string {
  return request.inPlace.includes(name) ? `store_${name}` : `store_gradient_${name}`;
}

/** Everything is finite, in its domain and inside the data. */
function plainQuad(glue: QuadGlue): string[] {
  const { request, pass, upstream, perElement } = glue;
  const weighted = request.inputs.weights !== undefined;
  const text = eachLane(glue);
  if (weighted) text.push("  let weight = bitcast<vec4f>(bits_weights);");
  if (pass.loss) {
    text.push(`  let value = ${gather("value")}${weighted ? " * weight" : ""};`);
    text.push(`  (*tally).sum += ${sumOf("value")};`);
    for (const name of termNames(glue.definition)) {
      text.push(`  let ${name} = ${gather(name)}${weighted ? " * weight" : ""};`);
      text.push(`  (*tally).${name} += ${sumOf(name)};`);
    }
  }
  if (perElement) {
    const added = request.accumulateLoss
      ? `vec4u(${lanes.map((k) => `accumulated(true, before.${k}, value.${k}, false, false)`).join(", ")})`
      : "bitcast<vec4u>(value)";
    if (request.accumulateLoss) text.push("  let before = load_lossPerElement(quad);");
    text.push(`  store_lossPerElement(quad, ${added}, uniforms.items);`);
  }
  const pull = [
    ...(weighted ? ["weight"] : []),
    "scale.gradient",
    ...(upstream ? ["bitcast<vec4f>(load_upstream(quad))"] : []),
  ].join(" * ");
  text.push(`  let pull = ${pull};`);
  for (const name of summedGradients(glue)) {
    text.push(`  let slope_${name} = ${gather(name)} * pull;`);
    text.push(`  (*tally).gradient_${name} += ${sumOf(`slope_${name}`)};`);
  }
  for (const name of pass.gradients) {
    const added = request.accumulated.includes(name) ? `bitcast<vec4f>(load_gradient_${name}(quad)) + ` : "";
    text.push(
      `  ${store(glue, name)}(quad, bitcast<vec4u>(${added}${gather(name)} * pull), uniforms.items);`,
    );
  }
  return text;
}

/** Anything may be: each lane is tested, and what does not count or cannot be used is left out. */
function oddQuad(glue: QuadGlue): string[] {
  const { request, pass, kinds, values, upstream, perElement } = glue;
  const weighted = request.inputs.weights !== undefined;
  const checked = [...values, ...(weighted ? ["weights"] : [])];
  const text = [
    "  let element = 4u * quad + vec4u(0u, 1u, 2u, 3u);",
    "  let live = element < vec4u(uniforms.items);",
  ];
  for (const name of checked) {
    const masked = kinds[name] === "logits" ? `masked_${name}` : undefined;
    if (masked) text.push(`  let ${masked} = isMinusInfinity4(bits_${name});`);
    text.push(
      `  let usable_${name} = isFinite4(bits_${name})${masked ? ` | ${masked}` : ""};`,
      `  let value_${name} = select(vec4f(0.0), bitcast<vec4f>(bits_${name}), usable_${name});`,
    );
  }
  text.push(`  let weight = ${weighted ? "value_weights" : "vec4f(1.0)"};`);
  text.push(`  let usable = ${checked.map((name) => `usable_${name}`).join(" & ")};`);
  text.push(...loopedLanes(glue), `  let value = ${gather("value")};`);
  const masked = values.filter((name) => kinds[name] === "logits").map((name) => `masked_${name}`);
  const endless = masked.length > 0;
  if (endless) {
    // A positive target on a masked class: infinite, unless its weight is 0.
    text.push(
      `  let endless = (${masked.join(" | ")}) & (value > vec4f(1e18));`,
      "  let infinite = endless & (weight != vec4f(0.0));",
      "  let finite = select(value, vec4f(0.0), endless);",
    );
  } else {
    text.push("  let finite = value;");
  }
  if (pass.loss) {
    text.push(
      "  let counted = select(vec4f(0.0), finite * weight, live & usable);",
      `  (*tally).sum += ${sumOf("counted")};`,
      `  (*tally).flags |= select(0u, 1u, any(live & !usable))${endless ? " | select(0u, 2u, any(live & usable & infinite))" : ""};`,
    );
    for (const [k, name] of termNames(glue.definition).entries()) {
      text.push(
        `  let all_${name} = ${gather(name)};`,
        endless ? `  let endless_${name} = (${masked.join(" | ")}) & (all_${name} > vec4f(1e18));` : "",
        `  let ${name} = select(vec4f(0.0), all_${name} * weight, live & usable${endless ? ` & !endless_${name}` : ""});`,
        `  (*tally).${name} += ${sumOf(name)};`,
        endless
          ? `  (*tally).flags |= select(0u, ${4 << k}u, any(live & usable & endless_${name} & (weight != vec4f(0.0))));`
          : "",
      );
    }
  }
  if (perElement) {
    const infinite = (k: string) => (endless ? `infinite.${k}` : "false");
    text.push(
      `  let before = ${request.accumulateLoss ? "load_lossPerElement(quad)" : "vec4u(0u)"};`,
      `  let lossBits = vec4u(${lanes.map((k) => `accumulated(${request.accumulateLoss}, before.${k}, finite.${k} * weight.${k}, !usable.${k}, ${infinite(k)})`).join(", ")});`,
      "  store_lossPerElement(quad, lossBits, uniforms.items);",
    );
  }
  text.push(
    `  let pull = weight * scale.gradient${upstream ? " * bitcast<vec4f>(load_upstream(quad))" : ""};`,
  );
  const clean = (name: string): string =>
    kinds[name] === "logits"
      ? `select(${gather(name)} * pull, vec4f(0.0), masked_${name})`
      : `${gather(name)} * pull`;
  for (const name of summedGradients(glue)) {
    text.push(
      `  let slope_${name} = select(vec4f(0.0), ${clean(name)}, live & usable);`,
      `  (*tally).gradient_${name} += ${sumOf(`slope_${name}`)};`,
    );
  }
  for (const name of pass.gradients) {
    const added = request.accumulated.includes(name) ? `bitcast<vec4f>(load_gradient_${name}(quad)) + ` : "";
    // A masked class keeps its zero under a NaN divisor.
    const broken =
      kinds[name] === "logits" ? `(vec4<bool>(scale.broken) & !masked_${name})` : "vec4<bool>(scale.broken)";
    const fresh = `select(bitcast<vec4u>(${added}${clean(name)}), vec4u(nanBits), !usable | ${broken})`;
    // The other half of the last 16-bit word is padding.
    const stored = isHalf(request.gradientDtypes[name] ?? "f32")
      ? `select(vec4u(0u), ${fresh}, live)`
      : fresh;
    text.push(`  ${store(glue, name)}(quad, ${stored}, uniforms.items);`);
  }
  if (request.checkInputs && pass.loss)
    for (const name of seenInputs(request, checked)) text.push(...faults(name, kinds[name] ?? "real"));
  return text;
}

/** Notes how many lanes of an input are faulty, and the first, counted over all ranges. */
function faults(name: string, kind: InputKind): string[] {
  return [
    `  let fault_${name} = live & !(usable_${name} & ${domainTest(kind)}(value_${name}));`,
    `  if (any(fault_${name})) {`,
    `    let where_${name} = select(vec4u(0xffffffffu), uniforms.firstItem + element, fault_${name});`,
    `    (*tally).faults_${name} += dot(select(vec4u(0u), vec4u(1u), fault_${name}), vec4u(1u));`,
    `    (*tally).first_${name} = min((*tally).first_${name}, min(min(where_${name}.x, where_${name}.y), min(where_${name}.z, where_${name}.w)));`,
    "  }",
  ];
}
