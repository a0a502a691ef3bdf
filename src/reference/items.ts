import type { ItemsLayout } from "../check/layout.js";
import type { ItemsDefinition } from "../definition.js";
import type { ItemsReference, Whole } from "./shapes.js";
import { type Term, twinOf, type Walk, weightOf } from "./walk.js";

/** The loss of every item of a family that arranges its items itself; gradients are pulled out of it later. */
export function walkItems(term: Term<ItemsDefinition, ItemsLayout>): Walk {
  const { definition, params, layout, inputs, shapes, weights, faults } = term;
  const { items } = layout;
  const wholes: Record<string, Whole> = {};
  for (const [name, { values }] of Object.entries(inputs)) {
    wholes[name] = { shape: shapes[name] ?? [], values };
  }
  const perItem = weights && new Float64Array(items).map((_, item) => weightOf(term, item));
  const result = (twinOf(definition.name) as ItemsReference)(params, wholes, layout, perItem);
  const counted = result.counted ?? new Uint8Array(items).fill(1);
  for (const [name, given] of Object.entries(inputs)) {
    const wanted = definition.wanted?.(params, name, layout.sizes);
    for (let element = 0; element < given.values.length; element++) {
      if (result.reads && !result.reads(name, element)) continue;
      faults.check(given, element, undefined, result.isFault?.(name, element), wanted);
    }
  }
  const stride = layout.weights?.stride ?? 1;
  for (let item = 0, last = -1; weights && item < items; item++) {
    const index = Math.floor(item / stride);
    if (counted[item] && index !== last) {
      faults.check(weights, index);
      last = index;
    }
  }
  return {
    values: result.values.map((value, item) => (counted[item] ? value : 0)),
    plain: new Float64Array(items),
    counted,
    shares: new Float64Array(items).fill(1),
    slopes: {},
    outputs: {},
    itemOf: (element) => element,
    tells: result.tells,
    meanFactors: result.meanFactors,
    pull: (factors) => result.pull(factors),
    pullSizes: result.sizes,
  };
}
