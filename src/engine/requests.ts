import { definitionIn, kindsOf } from "../check/descriptor.js";
import { isIntegerKind } from "../check/domain.js";
import { checkNames, dtypesOf, knownNames, storedAs } from "../check/inputs.js";
import { checkOptionNames, type PlanOptions, resolveOptions } from "../check/options.js";
import { show } from "../check/params.js";
import {
  checkLogVariances,
  checkOneShape,
  inputsOfPart,
  logVariancesOf,
  partsFor,
  sharedGradients,
} from "../check/sum.js";
import type { Definition, Loss, Part } from "../definition.js";
import { InvalidInputError, ShapeError, UnsupportedError } from "../errors.js";
import type { PlanDevice, PlannedInput, PlanRequest } from "../plan/plan.js";
import { type DType, elementCount, isTensor } from "../tensor.js";
import { layoutOfPart } from "./parts.js";
import type { CompileOptions, InputShape } from "./types.js";

/** What `compile` may be told. */
export const compileOptionNames = [
  "reduction",
  "gradients",
  "gradientScale",
  "inPlace",
  "checkInputs",
  "divisor",
  "outputs",
  "accumulate",
];

/** An input as it is compiled. */
export interface Shaped {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** What is to be planned for inputs of known shape: one request for a loss, one per part for a sum of losses. */
export interface Shapely {
  readonly definition: Definition;
  readonly inputs: Readonly<Record<string, Shaped>>;
  readonly options: PlanOptions;
  readonly accumulate: boolean;
  readonly items: number;
  /** The shape of the loss under "none". */
  readonly itemShape: readonly number[];
  readonly parts: readonly PlannedPart[];
  /** Of a weighted sum: what comes after the parts, and the plan before them where there is one. */
  readonly sum: { readonly request: PlanRequest; readonly prelude: PlanRequest | undefined } | undefined;
}

/** A part with its request, and how its inputs are called outside. */
export interface PlannedPart {
  readonly part: Part;
  readonly request: PlanRequest;
  readonly names: Part["inputs"];
}

/** Checks a loss, its shapes and options, and says what to plan. */
export function requestsOf(
  device: PlanDevice,
  loss: Loss,
  shapes: Readonly<Record<string, InputShape | undefined>>,
  given: CompileOptions,
): Shapely {
  const definition = definitionIn(loss);
  checkOptionNames(definition.name, given, compileOptionNames);
  const inputs = resolveShapes(definition, loss, shapes);
  const names = Object.keys(inputs);
  const options = resolveOptions(definition, names, given, false);
  const { accumulate = false } = given;
  if (typeof accumulate !== "boolean") {
    throw new InvalidInputError(
      `${definition.name}: accumulate is ${show(accumulate)}; it must be true or false.`,
      { input: "accumulate" },
    );
  }
  if (accumulate && options.inPlace.length > 0) {
    throw new UnsupportedError(
      `${definition.name}: accumulate adds to gradients, and inPlace overwrites inputs with them; use one of the two.`,
    );
  }
  const shared = sharedGradients(definition, options.reduction, options.gradients);
  const touched = new Set<string>();
  const plannedOf = (name: string): PlannedInput => {
    const { shape, dtype } = inputs[name] as Shaped;
    return { elements: elementCount(shape), dtype, padded: false, offset: 0 };
  };
  const parts: readonly Part[] = partsFor(definition, options.reduction) ?? [
    { loss, inputs: Object.fromEntries(names.map((name) => [name, name])) },
  ];
  const planned = parts.map((part, i): PlannedPart => {
    const inner = definitionIn(part.loss);
    const taken = inputsOfPart(definition, part, names);
    const own = Object.fromEntries(
      Object.entries(taken).map(([name, outer]) => [name, inputs[outer] as Shaped]),
    );
    const outerOf = (name: string): string => taken[name] as string;
    const ofPart = (list: readonly string[]): string[] =>
      Object.keys(own).filter((name) => list.includes(outerOf(name)));
    const gradients = ofPart(options.gradients).filter((name) => inner.gradients.includes(name));
    const isWide = (name: string): boolean => accumulate || shared.includes(outerOf(name));
    const accumulated = gradients.filter((name) => accumulate || touched.has(outerOf(name)));
    for (const name of gradients) touched.add(outerOf(name));
    const request: PlanRequest = {
      definition: inner,
      params: part.loss.params,
      layout: layoutOfPart(definition, part, own),
      inputs: Object.fromEntries(Object.keys(own).map((name) => [name, plannedOf(outerOf(name))])),
      reduction: part.reduction ?? options.reduction,
      gradients,
      gradientDtypes: Object.fromEntries(
        gradients.map((name) => [name, isWide(name) ? "f32" : (own[name]?.dtype ?? "f32")]),
      ),
      inPlace: ofPart(options.inPlace),
      checkInputs: options.checkInputs,
      outputs: options.outputs,
      accumulated,
      accumulateLoss: definition.sum === undefined && (accumulate || i > 0),
      scalePerItem: false,
      firstItem: 0,
      externalDivisor: false,
      divisorOnly: false,
      device,
    };
    return { part, request, names: taken };
  });
  const first = planned[0] as PlannedPart;
  const { itemShape } = first.request.layout;
  const common = { definition, inputs, options, accumulate, parts: planned, itemShape };
  if (!definition.sum) {
    const items = planned.reduce((total, { request }) => total + request.layout.items, 0);
    return { ...common, items, sum: undefined };
  }
  if (options.reduction === "none") {
    checkOneShape(
      definition,
      planned.map(({ part, request }) => ({ part, layout: request.layout })),
    );
  }
  const logs = logVariancesOf(definition.sum);
  if (logs) checkLogVariances(definition.name, logs, inputs[logs]?.shape ?? [], definition.sum.terms);
  const request: PlanRequest = {
    ...first.request,
    definition,
    params: loss.params,
    inputs: Object.fromEntries(names.map((name) => [name, plannedOf(name)])),
    reduction: options.reduction,
    gradients: options.gradients,
    gradientDtypes: Object.fromEntries(
      options.gradients.map((name) => [name, accumulate ? "f32" : (inputs[name]?.dtype ?? "f32")]),
    ),
    inPlace: [],
    accumulated: accumulate ? options.gradients : [],
    accumulateLoss: accumulate,
  };
  const { prelude } = definition.sum;
  return {
    ...common,
    items: first.request.layout.items,
    sum: {
      request,
      prelude: prelude && { ...request, definition: { ...definition, plan: prelude } as Definition },
    },
  };
}

/** Shapes and dtypes, given as `[n]` or as `{ shape, dtype }`. */
function resolveShapes(
  found: Definition,
  loss: Loss,
  shapes: Readonly<Record<string, InputShape | undefined>>,
): Record<string, Shaped> {
  const given = Object.keys(shapes).filter((name) => shapes[name] !== undefined);
  checkNames(found, given);
  const kinds = kindsOf(found, loss.params);
  const inputs: Record<string, Shaped> = {};
  for (const name of knownNames(found)) {
    const value = shapes[name];
    if (value === undefined) continue;
    const shape = Array.isArray(value) ? value : (value as { shape?: readonly number[] }).shape;
    if (!Array.isArray(shape) || !shape.every((axis) => Number.isInteger(axis) && axis >= 0)) {
      throw new ShapeError(
        `${found.name}: the shape of ${name} is ${show(value)}; a shape such as [1024, 10] or { shape, dtype } was wanted.`,
      );
    }
    if (!Array.isArray(value) && !isTensor(value)) {
      checkOptionNames(`${found.name}: ${name}`, value, ["shape", "dtype"]);
    }
    const kind = kinds[name] ?? "real";
    const asked = Array.isArray(value) ? undefined : (value as { dtype?: DType }).dtype;
    const allowed = dtypesOf(kind);
    if (asked !== undefined && !allowed.includes(asked)) {
      throw new InvalidInputError(
        `${found.name}: ${name} has dtype ${show(asked)}; one of ${allowed.join(", ")} was wanted.`,
        { input: name },
      );
    }
    inputs[name] = { shape: [...shape], dtype: storedAs(asked ?? (isIntegerKind(kind) ? "i32" : "f32")) };
  }
  return inputs;
}
