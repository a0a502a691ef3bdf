import { definitionIn } from "../check/descriptor.js";
import type { ElementwiseDefinition, InputKind, Part } from "../definition.js";
import { descriptor, usual } from "./define.js";
import { planElementwise } from "./elementwisePlan.js";

/** So many losses at most in one kernel: more would make it slow to compile. */
const mostTerms = 6;

/** A part that can share a kernel, and what it is reduced by. */
interface Fusible {
  readonly part: Part;
  readonly definition: ElementwiseDefinition;
}

/** Elementwise parts over the same inputs, reduced alike, become one part, where the first of them stood. */
export function fuse(sum: string, parts: readonly Part[], weights: readonly number[]): Part[] {
  const groups: Fusible[][] = [];
  const open = new Map<string, Fusible[]>();
  const alone = new Map<Fusible[], Part>();
  for (const part of parts) {
    const definition = fusible(part);
    const key = definition && keyOf(part, definition);
    const group = open.get(key ?? "");
    if (
      definition &&
      group &&
      group.length < mostTerms &&
      !group.some((one) => clashes(one.definition, definition))
    ) {
      group.push({ part, definition });
      continue;
    }
    const fresh: Fusible[] = definition ? [{ part, definition }] : [];
    groups.push(fresh);
    if (key !== undefined) open.set(key, fresh);
    else alone.set(fresh, part);
  }
  return groups.map((group) => {
    const [first] = group;
    if (!first) return alone.get(group) as Part;
    return group.length === 1 ? first.part : together(sum, group, weights);
  });
}

/** Two bodies of one name that are not the same cannot stand in one module. */
function clashes(a: ElementwiseDefinition, b: ElementwiseDefinition): boolean {
  return a.bodyName === b.bodyName && (a.body !== b.body || a.gradients.join() !== b.gradients.join());
}

function fusible({ loss, term }: Part): ElementwiseDefinition | undefined {
  const definition = definitionIn(loss);
  if (definition.family !== "elementwise" || definition.parts || definition.finish || term === undefined)
    return;
  const list = definition.perLastAxis ? loss.params[definition.perLastAxis] : undefined;
  return Array.isArray(list) ? undefined : definition;
}

/** Parts with the same key read the same inputs in the same way, and are divided by the same number. */
function keyOf({ inputs, reduction, divisor }: Part, definition: ElementwiseDefinition): string {
  const kinds = Object.entries(definition.inputs).map(([inner, kind]) => `${inputs[inner]}: ${kind}`);
  return JSON.stringify([kinds.sort(), inputs.weights, reduction, divisor]);
}

/** One body that calls each loss's own, and adds up their weighted slopes. */
function together(sum: string, group: readonly Fusible[], weights: readonly number[]): Part {
  const outers = [
    ...new Set(
      group.flatMap(({ part, definition }) =>
        Object.keys(definition.inputs).map((inner) => part.inputs[inner] as string),
      ),
    ),
  ];
  // Outer names may be anything; in WGSL they are numbered.
  const nameOf = (outer: string): string => `input${outers.indexOf(outer)}`;
  const kinds: Record<string, InputKind> = {};
  const gradients: string[] = [];
  const numbers: Record<string, number> = {};
  const texts = new Map<string, string>();
  const calls: string[] = [];
  const slopes = new Map<string, string[]>();
  for (const [k, { part, definition }] of group.entries()) {
    const { bodyName, bodyFunction, body } = definition;
    const own = definition.numbers(part.loss.params);
    const fields = Object.keys(own).length > 0 ? Object.keys(own) : ["nothing"];
    texts.set(
      bodyName,
      [
        `struct ${bodyName}Params { ${fields.map((field) => `${field}: f32`).join(", ")} }`,
        `struct ${bodyName}Slopes { ${["value", ...definition.gradients].map((field) => `${field}: f32`).join(", ")} }`,
        body,
      ].join("\n"),
    );
    for (const [field, value] of Object.entries(own)) numbers[`part${k}_${field}`] = value;
    numbers[`weight${k}`] = (part.factor ?? 1) * (weights[part.term ?? 0] ?? 1);
    const values = Object.keys(own).length > 0 ? fields.map((field) => `params.part${k}_${field}`) : ["0.0"];
    const inputs = Object.keys(definition.inputs).map((inner) => nameOf(part.inputs[inner] as string));
    calls.push(
      `  let part${k} = ${bodyFunction}(${[`${bodyName}Params(${values.join(", ")})`, ...inputs].join(", ")});`,
    );
    for (const [inner, kind] of Object.entries(definition.inputs)) {
      const name = nameOf(part.inputs[inner] as string);
      kinds[name] = kind;
      if (!definition.gradients.includes(inner)) continue;
      if (!gradients.includes(name)) gradients.push(name);
      slopes.set(name, [...(slopes.get(name) ?? []), `params.weight${k} * part${k}.${inner}`]);
    }
  }
  const ordered = Object.fromEntries(
    outers.map((outer) => [nameOf(outer), kinds[nameOf(outer)] as InputKind]),
  );
  const results = [
    "0.0",
    ...gradients.map((name) => slopes.get(name)?.join(" + ")),
    ...group.map((_, k) => `part${k}.value`),
  ];
  const body = [
    ...texts.values(),
    `fn fusedValue(params: fusedParams, ${Object.keys(ordered)
      .map((name) => `${name}: f32`)
      .join(", ")}) -> fusedSlopes {`,
    ...calls,
    `  return fusedSlopes(${results.join(", ")});`,
    "}",
    "",
  ].join("\n");
  const terms = group.map(({ part }) => part.term as number);
  const definition: ElementwiseDefinition = {
    ...usual,
    family: "elementwise",
    name: group.map(({ definition: { name } }) => name).join("+"),
    inputs: ordered,
    gradients,
    params: {},
    reductions: ["mean", "sum", "weightedMean"],
    formula: "",
    citation: "",
    body,
    bodyName: "fused",
    bodyFunction: "fusedValue",
    numbers: () => numbers,
    terms: group.length,
    plan: planElementwise,
  };
  const { reduction, divisor, inputs } = (group[0] as Fusible).part;
  return {
    loss: descriptor(definition.name, {}, definition),
    inputs: {
      ...Object.fromEntries(outers.map((outer) => [nameOf(outer), outer])),
      ...(inputs.weights ? { weights: inputs.weights } : {}),
    },
    label: `${sum}: terms ${terms.join(", ")} (${definition.name})`,
    slots: group.map(({ part }) => ({ term: part.term as number, factor: part.factor ?? 1 })),
    ...(reduction ? { reduction } : {}),
    ...(divisor === undefined ? {} : { divisor }),
  };
}
