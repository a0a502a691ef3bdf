import { definitionIn, kindsOf } from "../check/descriptor.js";
import { isIntegerKind } from "../check/domain.js";
import { checkNames, weightNames } from "../check/inputs.js";
import { type Layout, layoutOf } from "../check/layout.js";
import { checkOptionNames, type PlanOptions, resolveOptions } from "../check/options.js";
import { show } from "../check/params.js";
import type { Definition, Loss, Part } from "../definition.js";
import { InvalidInputError, ShapeError, UnsupportedError } from "../errors.js";
import type { PlanDevice, PlanRequest } from "../plan/plan.js";
import { type DType, elementCount } from "../tensor.js";
import { renamed } from "./parts.js";
import type { CompileOptions, InputShape } from "./types.js";

const optionNames = [
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
  readonly parts: readonly { readonly request: PlanRequest; readonly names: Part["inputs"] }[];
}

/** Checks a loss, its shapes and options, and says what to plan. */
export function requestsOf(
  device: PlanDevice,
  loss: Loss,
  shapes: Readonly<Record<string, InputShape | undefined>>,
  given: CompileOptions,
): Shapely {
  const definition = definitionIn(loss);
  checkOptionNames(definition.name, given, optionNames);
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
  const parts = definition.parts ?? [{ loss, inputs: Object.fromEntries(names.map((name) => [name, name])) }];
  const planned = parts.map((part, i) => {
    const inner = definitionIn(part.loss);
    const own: Record<string, Shaped> = {};
    for (const [name, outer] of Object.entries(part.inputs)) {
      if (inputs[outer]) own[name] = inputs[outer];
    }
    const ofPart = (list: readonly string[]): string[] =>
      Object.keys(own).filter((name) => list.includes(part.inputs[name] ?? ""));
    const gradients = ofPart(options.gradients);
    const request: PlanRequest = {
      definition: inner,
      params: part.loss.params,
      layout: layoutOfPart(inner, part, own, definition.name),
      inputs: Object.fromEntries(
        Object.entries(own).map(([name, { shape, dtype }]) => [
          name,
          { elements: elementCount(shape), dtype, padded: false, offset: 0 },
        ]),
      ),
      reduction: options.reduction,
      gradients,
      gradientDtypes: Object.fromEntries(
        gradients.map((name) => [name, accumulate ? "f32" : (own[name]?.dtype ?? "f32")]),
      ),
      inPlace: ofPart(options.inPlace),
      checkInputs: options.checkInputs,
      outputs: options.outputs,
      accumulated: accumulate ? gradients : [],
      accumulateLoss: accumulate || i > 0,
      scalePerItem: false,
      firstItem: 0,
      externalDivisor: false,
      divisorOnly: false,
      device,
    };
    return { request, names: part.inputs };
  });
  const items = planned.reduce((total, { request }) => total + request.layout.items, 0);
  return { definition, inputs, options, accumulate, items, parts: planned };
}

/** How a part's items lie; what does not fit is told in the words of the whole. */
function layoutOfPart(inner: Definition, part: Part, own: Record<string, Shaped>, whole: string): Layout {
  try {
    return layoutOf(inner, part.loss.params, own);
  } catch (error) {
    throw renamed(error, part, whole);
  }
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
  for (const name of [...Object.keys(found.inputs), ...weightNames(found)]) {
    const value = shapes[name];
    if (value === undefined) continue;
    const shape = Array.isArray(value) ? value : (value as { shape?: readonly number[] }).shape;
    if (!Array.isArray(shape) || !shape.every((axis) => Number.isInteger(axis) && axis >= 0)) {
      throw new ShapeError(
        `${found.name}: the shape of ${name} is ${show(value)}; a shape such as [1024, 10] or { shape, dtype } was wanted.`,
      );
    }
    const integers = isIntegerKind(kinds[name]);
    const asked = Array.isArray(value) ? undefined : (value as { dtype?: DType }).dtype;
    const allowed = integers ? ["i32", "u32"] : ["f32", "f16", "bf16"];
    if (asked !== undefined && !allowed.includes(asked)) {
      throw new InvalidInputError(
        `${found.name}: ${name} has dtype ${show(asked)}; one of ${allowed.join(", ")} was wanted.`,
        { input: name },
      );
    }
    inputs[name] = { shape: [...shape], dtype: integers ? "i32" : (asked ?? "f32") };
  }
  return inputs;
}
