import { axisOf } from "../check/layout.js";
import type { ItemsDefinition, LossFactory, ParamSpec, ParamSpecs, Shapes } from "../definition.js";
import { ShapeError } from "../errors.js";
import { elementCount, showShape } from "../tensor.js";
import { classAxis, factory, usualItems } from "./define.js";
import { planLists } from "./listsPlan.js";

/** What a file in `losses/` says of a loss of lists in the order of their targets. */
export interface ListsSpec<S extends ParamSpecs> {
  readonly name: string;
  /** `classAxis`, along which a list lies, is added. */
  readonly params: S;
  readonly formula: string;
  readonly citation: string;
  /** WGSL: `<name>Term(own, rest)` and `<name>Slope(own, before, rest, all)` of scaled numbers. */
  readonly body: string;
}

export interface ListsDefinition extends ItemsDefinition {
  readonly body: string;
}

type ListsParams<S extends ParamSpecs> = S & {
  readonly classAxis: ParamSpec<number> & { readonly default: number };
};

/** Makes the factory of a loss of lists: `scores`, `targets`, and a `mask` where they are of unlike lengths. */
export function lists<S extends ParamSpecs>(
  spec: ListsSpec<S>,
): LossFactory<ListsParams<S>, "scores" | "targets" | "mask", "scores"> {
  const definition: ListsDefinition = {
    ...usualItems,
    family: "ranking",
    inputs: { scores: "real", targets: "real", mask: "mask" },
    gradients: ["scores"],
    optional: ["mask"],
    numbers: () => ({}),
    flags: (params) => params,
    arrange: (params, inputs) => arrangeLists(spec.name, params.classAxis as number, inputs),
    plan: planLists,
    ...spec,
    params: { ...spec.params, ...classAxis },
  };
  return factory(definition);
}

/** Lists along one axis: entry c of list r is element (⌊r / inner⌋·entries + c)·inner + r % inner. */
function arrangeLists(name: string, axis: number, inputs: Shapes) {
  const shape = inputs.scores?.shape ?? [];
  const shown = `${name}: scores has shape ${showShape(shape)}`;
  for (const key of ["targets", "mask"]) {
    const found = inputs[key]?.shape;
    if (!found || showShape(found) === showShape(shape)) continue;
    throw new ShapeError(`${shown} and ${key} ${showShape(found)}; give both the same shape.`);
  }
  if (shape.length === 0) throw new ShapeError(`${shown}, a single number; a list was wanted, as in [N, C].`);
  const own = axisOf(name, "scores", shape, axis);
  const entries = shape[own] ?? 0;
  const itemShape = [...shape.slice(0, own), ...shape.slice(own + 1)];
  if (entries === 0 && elementCount(itemShape) > 0) {
    throw new ShapeError(`${shown}, and its axis ${own} is empty: lists without entries.`);
  }
  const inner = elementCount(shape.slice(own + 1));
  const perItem = Object.fromEntries(["scores", "targets", "mask"].map((key) => [key, entries]));
  // Of each entry its place in the order, what its rests are, and its slope.
  const scratchPerItem = { held: 16 * entries, bound: 8 * entries };
  return { itemShape, sizes: { entries, inner }, ...(inner === 1 ? { perItem, scratchPerItem } : {}) };
}
