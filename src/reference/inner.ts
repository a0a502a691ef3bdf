import { definitionIn } from "../check/descriptor.js";
import type { ItemsLayout } from "../check/layout.js";
import type { ItemsDefinition, Loss } from "../definition.js";
import * as makers from "./combine/index.js";
import type { InnerReference, Whole } from "./shapes.js";
import type { Given, Term, Walk } from "./walk.js";

/** A loss that ends in another one: what it makes, walked as that one's first input, and the gradient carried back. */
export function walkInner(
  term: Term<ItemsDefinition, ItemsLayout>,
  loss: Loss,
  walk: (term: Term) => Walk,
): Walk {
  const { definition, params, layout, inputs, shapes } = term;
  const inner = definitionIn(loss);
  const [first = ""] = Object.keys(inner.inputs);
  const wholes: Record<string, Whole> = {};
  const others: Record<string, Given> = {};
  for (const [name, given] of Object.entries(inputs)) {
    if (name in inner.inputs) others[name] = given;
    else wholes[name] = { shape: shapes[name] ?? [], values: given.values };
  }
  const make = (makers as unknown as Readonly<Record<string, InnerReference>>)[definition.name];
  if (!make) throw new Error(`src/reference/combine has no ${definition.name}.`);
  const { product, carry } = make(params, wholes, layout.sizes);
  const walked = walk({
    ...term,
    definition: inner,
    params: Object.fromEntries(Object.entries(params).filter(([key]) => key in inner.params)),
    layout: layout.inner ?? layout,
    inputs: { [first]: { name: first, kind: "real", values: product }, ...others },
  });
  for (const name of Object.keys(wholes)) checkWhole(term, name, walked.counted);
  return {
    ...walked,
    carry: (gradients) => {
      const back = carry(gradients[first] ?? new Float64Array(product.length));
      const largest = (list: Float64Array) =>
        list.reduce((a, b) => (Number.isFinite(b) ? Math.max(a, b) : a), 0);
      return {
        gradients: back.gradients,
        sizes: Object.fromEntries(Object.entries(back.terms).map(([name, list]) => [name, largest(list)])),
      };
    },
  };
}

/** Checks an input; what belongs to a row that does not count is not looked at. */
function checkWhole(
  { inputs, layout, faults }: Term<ItemsDefinition, ItemsLayout>,
  name: string,
  counted: Uint8Array,
): void {
  const given = inputs[name] as Given;
  const { rows = 1, features = 1 } = layout.sizes;
  const itemsPerRow = counted.length / Math.max(1, rows);
  for (let element = 0; element < given.values.length; element++) {
    const item = name === "inputs" ? Math.floor(element / features) * itemsPerRow : -1;
    if (item < 0 || counted[item]) faults.check(given, element);
  }
}
