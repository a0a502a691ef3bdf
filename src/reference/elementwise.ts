import type { ElementwiseLayout } from "../check/layout.js";
import type { ElementwiseDefinition, Params } from "../definition.js";
import { customLoss } from "./combine/customLoss.js";
import type { ElementReference } from "./shapes.js";
import { canUse, noSlopes, type Term, twinOf, type Walk, weighs } from "./walk.js";

/** A −Infinity logit is a masked class: near enough to the limit for a value, far from overflow. */
const nearMinusInfinity = -1e30;
const asGoodAsInfinite = 1e18;

/** The loss of every element, and its slopes. Every element counts. */
export function walkElementwise(term: Term<ElementwiseDefinition, ElementwiseLayout>): Walk {
  const { definition, layout, inputs } = term;
  const { items } = layout;
  checkValues(term);
  const { custom } = definition;
  const twin = custom ? customLoss(custom) : (twinOf(definition.name) as ElementReference);
  const paramsAt = paramsAlongLastAxis(term);
  const values = new Float64Array(items);
  const gradients = definition.gradients.filter((name) => inputs[name]);
  const slopes = Object.fromEntries(gradients.map((name) => [name, noSlopes(items)]));
  for (let item = 0; item < items; item++) {
    const { element, masked, usable } = elementAt(term, item);
    const result = usable ? twin(paramsAt(item), element) : undefined;
    const isInfinite = masked.length > 0 && result !== undefined && result.value > asGoodAsInfinite;
    values[item] = isInfinite ? Number.POSITIVE_INFINITY : (result?.value ?? Number.NaN);
    for (const [name, { values: slope, still }] of Object.entries(slopes)) {
      if (result && masked.includes(name)) still[item] = 1;
      else slope[item] = result ? (result[name] as number) : Number.NaN;
    }
  }
  return {
    values,
    plain: new Float64Array(items),
    counted: new Uint8Array(items).fill(1),
    shares: new Float64Array(items).fill(1),
    slopes,
    outputs: {},
    itemOf: (element) => element,
  };
}

/** The inputs of one element, those that are masked, and whether arithmetic can use them. */
function elementAt(
  term: Term,
  item: number,
): {
  readonly element: Record<string, number>;
  readonly masked: readonly string[];
  readonly usable: boolean;
} {
  const element: Record<string, number> = {};
  const masked: string[] = [];
  let usable = weighs(term, item);
  for (const [name, given] of Object.entries(term.inputs)) {
    const value = given.values[given.values.length === 1 ? 0 : item] as number;
    const isMasked = value === Number.NEGATIVE_INFINITY;
    element[name] = isMasked ? nearMinusInfinity : value;
    if (isMasked) masked.push(name);
    usable &&= canUse(given, value);
  }
  return { element, masked, usable };
}

function checkValues({ layout, inputs, weights, faults }: Term): void {
  if (layout.items === 0) return;
  for (const given of [...Object.values(inputs), ...(weights ? [weights] : [])]) {
    for (let index = 0; index < given.values.length; index++) faults.check(given, index);
  }
}

/** A parameter that is a list along the last axis is, to the twin, the number at the element's place. */
function paramsAlongLastAxis({
  definition,
  params,
  layout,
}: Term<ElementwiseDefinition, ElementwiseLayout>): (item: number) => Params {
  const key = definition.perLastAxis;
  const list = key === undefined ? undefined : params[key];
  if (key === undefined || !Array.isArray(list)) return () => params;
  const each = list.map((entry: number) => ({ ...params, [key]: entry }));
  return (item) => each[item % layout.last] as Params;
}
