import { definitionIn } from "../check/descriptor.js";
import type { ItemsLayout } from "../check/layout.js";
import type { ItemsDefinition, Loss } from "../definition.js";
import * as makers from "./combine/index.js";
import type { InnerReference, Whole } from "./shapes.js";
import { sumOfSizes } from "./sum.js";
import { Faults, type Given, type Term, type Walk } from "./walk.js";

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
  const { product, size, carry } = make(params, wholes, layout.sizes);
  const walkOver = (values: Float64Array, faults: Faults): Walk =>
    walk({
      ...term,
      faults,
      definition: inner,
      params: Object.fromEntries(Object.entries(params).filter(([key]) => key in inner.params)),
      layout: layout.inner ?? layout,
      inputs: { [first]: { name: first, kind: "real", values }, ...others },
    });
  const walked = walkOver(product, term.faults);
  const off = product.map((value, i) => value + (i % 2 === 0 ? shake : -shake) * (size[i] as number));
  const shaken = walkOver(off, new Faults(definition.name));
  for (const name of Object.keys(wholes)) checkWhole(term, name, walked.counted);
  return {
    ...walked,
    shaken,
    carry: (gradients, moved) => {
      const slopes = gradients[first] ?? new Float64Array(product.length);
      const sizes = slopes.map((slope, i) => Math.abs(slope) + steepness(slope, moved[first]?.[i]));
      const back = carry(slopes, sizes);
      const steep = walked.values.map((value, i) => steepness(value, shaken.values[i]));
      const largest = (list: Float64Array) =>
        list.reduce((a, b) => (Number.isFinite(b) ? Math.max(a, b) : a), 0);
      return {
        gradients: back.gradients,
        sizes: Object.fromEntries(Object.entries(back.terms).map(([name, list]) => [name, largest(list)])),
        lossSize: 1 + sumOfSizes(steep) / (sumOfSizes(walked.values.filter(Number.isFinite)) || 1),
      };
    },
  };
}

/**
 * What is made is a sum of its own, and its rounding moves the loss and the slopes: by how much, tells the walk over
 * numbers that are off by this part of their size.
 */
const shake = 1e-5;

function steepness(value: number, moved = value): number {
  const by = Math.abs(moved - value) / shake;
  return Number.isFinite(by) ? by : 0;
}

/** Checks an input; what belongs to a row that does not count is not looked at. */
function checkWhole(
  { inputs, layout, faults }: Term<ItemsDefinition, ItemsLayout>,
  name: string,
  counted: Uint8Array,
): void {
  const given = inputs[name] as Given;
  const { rows = 1, features = 1 } = layout.sizes;
  const isPerRow = name === "inputs" && counted.length === rows;
  for (let element = 0; element < given.values.length; element++) {
    if (!isPerRow || counted[Math.floor(element / features)]) faults.check(given, element);
  }
}
