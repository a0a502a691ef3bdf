import type {
  Arrangement,
  CombinedDefinition,
  Definition,
  ItemsDefinition,
  Params,
  Part,
  Shapes,
} from "../definition.js";
import { InvalidInputError, ShapeError } from "../errors.js";
import { elementCount, showShape } from "../tensor.js";
import { definitionIn } from "./descriptor.js";

/** How sample weights lie over the items: item i has weight number floor(i / stride). */
export interface WeightLayout {
  readonly stride: number;
}

/** Inputs of one element that stand for all are listed apart. */
export interface ElementwiseLayout {
  readonly family: "elementwise";
  readonly items: number;
  readonly itemShape: readonly number[];
  readonly broadcast: readonly string[];
  /** Length of the last axis. */
  readonly last: number;
  readonly weights: WeightLayout | undefined;
}

/** Rows (outer, axis, inner): element (o, c, i) is at (o·classes + c)·inner + i, row r = o·inner + i. */
export interface RowwiseLayout {
  readonly family: "rowwise";
  readonly items: number;
  readonly itemShape: readonly number[];
  readonly outer: number;
  readonly classes: number;
  readonly inner: number;
  /** Inputs of one number per row that are one number for all. */
  readonly broadcast: readonly string[];
  readonly weights: WeightLayout | undefined;
}

/** Items as their family arranges them. */
export interface ItemsLayout {
  readonly family: ItemsDefinition["family"];
  readonly items: number;
  readonly itemShape: readonly number[];
  readonly sizes: Readonly<Record<string, number>>;
  readonly perItem: Readonly<Record<string, number>> | undefined;
  readonly scratchPerItem: Arrangement["scratchPerItem"];
  readonly weights: WeightLayout | undefined;
  /** That of the loss which this one ends in. */
  readonly inner?: Layout | undefined;
}

export type Layout = ElementwiseLayout | RowwiseLayout | ItemsLayout;

const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((axis, i) => axis === b[i]);

/** Checks that the shapes fit each other and says how the items lie. */
export function layoutOf(definition: Definition, params: Params, inputs: Shapes): Layout {
  if (definition.family === "elementwise") return elementwiseLayout(definition, params, inputs);
  if (definition.family === "rowwise") return rowwiseLayout(definition, params, inputs);
  if (definition.family === "combined") return firstLayout(definition, inputs);
  return itemsLayout(definition, params, inputs);
}

/** A sum's items are those of its first part. */
function firstLayout({ parts: [first] }: CombinedDefinition, inputs: Shapes): Layout {
  const { loss, inputs: names } = first as Part;
  const own = Object.entries(names).flatMap(([inner, outer]) =>
    inputs[outer] ? [[inner, inputs[outer]] as const] : [],
  );
  return layoutOf(definitionIn(loss), loss.params, Object.fromEntries(own));
}

function itemsLayout(definition: ItemsDefinition, params: Params, inputs: Shapes): ItemsLayout {
  const { itemShape, sizes, perItem, scratchPerItem, inner } = definition.arrange(params, inputs);
  return {
    family: definition.family,
    items: elementCount(itemShape),
    itemShape,
    sizes,
    perItem,
    scratchPerItem,
    weights: weightLayout(definition.name, itemShape, inputs.weights?.shape),
    inner,
  };
}

function elementwiseLayout(
  definition: Definition & { family: "elementwise" },
  params: Params,
  inputs: Shapes,
): ElementwiseLayout {
  const { name } = definition;
  const given = Object.keys(definition.inputs).filter((key) => inputs[key]);
  const shapeOf = (key: string): readonly number[] => inputs[key]?.shape ?? [];
  const full = given.filter((key) => elementCount(shapeOf(key)) !== 1);
  const leader = full[0] ?? given.reduce((a, b) => (shapeOf(b).length > shapeOf(a).length ? b : a));
  const shape = shapeOf(leader);
  for (const key of full) {
    if (sameShape(shapeOf(key), shape)) continue;
    throw new ShapeError(
      `${name}: ${leader} has shape ${showShape(shape)} and ${key} ${showShape(shapeOf(key))}; give both the same shape, or one of them a single element that stands for all.`,
    );
  }
  const last = shape.at(-1) ?? 1;
  if (definition.perLastAxis) checkList(name, definition.perLastAxis, params, last, "entry of the last axis");
  return {
    family: "elementwise",
    items: elementCount(shape),
    itemShape: shape,
    broadcast: given.filter((key) => !full.includes(key) && elementCount(shape) !== 1),
    last,
    weights: weightLayout(name, shape, inputs.weights?.shape),
  };
}

/** The axis that `classAxis` means, counted from the first. */
export function axisOf(name: string, leader: string, shape: readonly number[], given: number): number {
  const axis = given < 0 ? given + shape.length : given;
  if (axis >= 0 && axis < shape.length) return axis;
  throw new InvalidInputError(
    `${name}: classAxis is ${given}, and ${leader} has shape ${showShape(shape)}; it must be from ${-shape.length} to ${shape.length - 1}.`,
    { input: "classAxis", value: given },
  );
}

function rowwiseLayout(
  definition: Definition & { family: "rowwise" },
  params: Params,
  inputs: Shapes,
): RowwiseLayout {
  const { name } = definition;
  const [leader = "", ...others] = Object.keys(definition.inputs).filter(
    (key) => inputs[key] && definition.inputs[key] !== "labels" && !definition.perRow.includes(key),
  );
  const shape = inputs[leader]?.shape ?? [];
  for (const key of others) {
    const found = inputs[key]?.shape ?? [];
    if (sameShape(found, shape)) continue;
    throw new ShapeError(
      `${name}: ${leader} has shape ${showShape(shape)} and ${key} ${showShape(found)}; give both the same shape.`,
    );
  }
  if (definition.overBatch && shape.length !== 2) {
    throw new ShapeError(
      `${name}: ${leader} has shape ${showShape(shape)}; it takes two axes, [N, C], and gives one loss per class.`,
    );
  }
  const given = definition.overBatch ? 0 : ((params.classAxis ?? -1) as number);
  if (shape.length === 0) {
    const axis = definition.params.classAxis
      ? "a class axis, as in [N, C]"
      : "an axis of vectors, as in [N, D]";
    throw new ShapeError(`${name}: ${leader} is a single number; it needs ${axis}.`);
  }
  const axis = axisOf(name, leader, shape, given);
  const classes = shape[axis] ?? 0;
  const itemShape = [...shape.slice(0, axis), ...shape.slice(axis + 1)];
  // No batch is nothing of any class.
  const items = definition.overBatch && classes === 0 ? 0 : elementCount(itemShape);
  if (classes === 0 && items > 0) {
    throw new ShapeError(
      `${name}: ${leader} has shape ${showShape(shape)}; its class axis ${axis} is empty.`,
    );
  }
  const broadcast: string[] = [];
  for (const [key, kind] of Object.entries(definition.inputs)) {
    const found = inputs[key]?.shape;
    const isPerRow = definition.perRow.includes(key);
    if (!found || (kind !== "labels" && !isPerRow) || sameShape(found, itemShape)) continue;
    if (elementCount(found) === 1 && (isPerRow || items === 1)) {
      if (items !== 1) broadcast.push(key);
      continue;
    }
    const what = isPerRow ? "the vectors" : "the classes";
    const other = isPerRow ? ", or be one number for all rows" : "";
    throw new ShapeError(
      `${name}: ${leader} has shape ${showShape(shape)} with ${what} on axis ${axis}, so ${key} must have shape ${showShape(itemShape)}${other}; found ${showShape(found)}.`,
    );
  }
  if (definition.perClass) checkList(name, definition.perClass, params, classes, "class");
  return {
    family: "rowwise",
    items,
    itemShape,
    outer: elementCount(shape.slice(0, axis)),
    classes,
    inner: elementCount(shape.slice(axis + 1)),
    broadcast,
    weights: weightLayout(name, itemShape, inputs.weights?.shape),
  };
}

/** Weights are shaped like the loss, like its leading axes, or are one number. */
function weightLayout(
  name: string,
  itemShape: readonly number[],
  shape: readonly number[] | undefined,
): WeightLayout | undefined {
  if (!shape) return undefined;
  const items = elementCount(itemShape);
  if (sameShape(shape, itemShape.slice(0, shape.length)) && shape.length > 0) {
    return { stride: elementCount(itemShape.slice(shape.length)) };
  }
  if (elementCount(shape) === 1) return { stride: Math.max(1, items) };
  throw new ShapeError(
    `${name}: weights has shape ${showShape(shape)} and the loss ${showShape(itemShape)}; give weights the shape of the loss, of its leading axes, or one number.`,
  );
}

function checkList(name: string, key: string, params: Params, wanted: number, noun: string): void {
  const list = params[key];
  if (!Array.isArray(list) || list.length === wanted) return;
  throw new ShapeError(
    `${name}: ${key} has ${list.length} entries and there ${wanted === 1 ? "is" : "are"} ${wanted}; give one per ${noun}.`,
  );
}
