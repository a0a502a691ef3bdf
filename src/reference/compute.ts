import { definitionIn } from "../check/descriptor.js";
import { type InputValue, resolveInputs, type Source } from "../check/inputs.js";
import { layoutOf } from "../check/layout.js";
import { checkOptionNames, type GivenOptions, resolveOptions } from "../check/options.js";
import type { Definition, InputKind, Loss, Params } from "../definition.js";
import type { DType } from "../tensor.js";
import { walkElementwise } from "./elementwise.js";
import { walkItems } from "./items.js";
import { readNumbers, refuseGPU, roundParams } from "./read.js";
import { type Rule, reduce } from "./reduce.js";
import { walkRowwise } from "./rowwise.js";
import { readDivisor, readScale } from "./settings.js";
import { sum, sumOfSizes } from "./sum.js";
import { Faults, type Given, type Term, type Walk } from "./walk.js";

/** Options as they come: `inPlace`, `signal` and `onProgress` mean nothing here. */
export interface ComputeOptions extends GivenOptions {
  readonly gradientScale?: InputValue;
  readonly divisor?: InputValue;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What `evaluate` answers, and what `verify` measures differences against. */
export interface Computed {
  readonly loss: number | Float64Array;
  readonly gradients: Readonly<Record<string, Float64Array>>;
  readonly count: number;
  readonly outputs: Readonly<Record<string, Float64Array>>;
  /** Σ|terms| of the loss ("none": the largest item), and of each gradient that was summed. */
  readonly sizes: { readonly loss: number; readonly gradients: Readonly<Record<string, number>> };
  /** How a GPU stores each gradient. */
  readonly dtypes: Readonly<Record<string, DType>>;
}

const optionNames = [
  "reduction",
  "gradients",
  "gradientScale",
  "inPlace",
  "checkInputs",
  "divisor",
  "outputs",
  "signal",
  "onProgress",
];

/** Evaluates in float64. `rounded`: on the numbers as the GPU gets them, in f32. */
export function compute(
  loss: Loss,
  inputs: Readonly<Record<string, InputValue | undefined>>,
  options: ComputeOptions,
  rounded = false,
): Computed {
  const definition = definitionIn(loss);
  const { name } = definition;
  checkOptionNames(name, options, optionNames);
  refuseGPU(name, inputs);
  refuseGPU(name, { gradientScale: options.gradientScale, divisor: options.divisor });
  const kinds = kindsOf(definition, loss.params);
  const sources = resolveInputs(definition, kinds, inputs);
  const settings = resolveOptions(definition, Object.keys(sources), options, true);
  const { reduction } = settings;

  const faults = new Faults(name);
  const read = (key: string, kind: InputKind): Given => ({
    name: key,
    kind,
    values: readNumbers(sources[key] as Source, rounded),
  });
  const parts = partsOf(definition, loss).map(({ loss: part, inputs: outer }) =>
    termOf(part, outer, sources, read, rounded, faults),
  );
  const divisor = readDivisor(name, options.divisor, reduction, rounded);
  const scale = readScale(
    name,
    options.gradientScale ?? 1,
    reduction,
    (parts[0] as Part).term.layout,
    rounded,
  );
  const walks = parts.map(({ term }) => walk(term));
  if (settings.checkInputs) faults.raise(Object.keys(sources));

  const gradients: Record<string, Float64Array> = {};
  const gradientSizes: Record<string, number> = {};
  const reduced = parts.map(({ term, outer }, index) => {
    const finish = term.definition.family === "elementwise" ? term.definition.finish : undefined;
    const rule: Rule = { reduction, divisor, scale, finish };
    const result = reduce(term, walks[index] as Walk, rule);
    for (const [key, gradient] of Object.entries(result.gradients)) {
      const outerKey = outer[key] ?? key;
      const isSummed = term.layout.family === "elementwise" && term.layout.broadcast.includes(key);
      gradients[outerKey] = isSummed ? Float64Array.of(sum(gradient)) : gradient;
      if (isSummed) gradientSizes[outerKey] = sumOfSizes(gradient);
    }
    for (const [key, size] of Object.entries(result.gradientSizes ?? {}))
      gradientSizes[outer[key] ?? key] = size;
    return result;
  });
  const [first] = reduced;
  return {
    loss: reduction === "none" && first ? first.loss : sum(reduced.map((part) => part.loss as number)),
    count: sum(reduced.map(({ count }) => count)),
    gradients: pick(gradients, settings.gradients),
    outputs: pick(walks[0]?.outputs ?? {}, settings.outputs),
    sizes: { loss: sum(reduced.map(({ size }) => size)), gradients: gradientSizes },
    dtypes: Object.fromEntries(settings.gradients.map((key) => [key, sources[key]?.dtype ?? "f32"])),
  };
}

interface Part {
  readonly term: Term;
  /** The term's input → the outer input. */
  readonly outer: Readonly<Record<string, string>>;
}

/** The terms of a loss made of losses; a plain loss is its own only term. */
function partsOf(
  definition: Definition,
  loss: Loss,
): readonly { readonly loss: Loss; readonly inputs: Readonly<Record<string, string>> }[] {
  if (definition.parts) return definition.parts;
  const names = [...Object.keys(definition.inputs), "weights"];
  return [{ loss, inputs: Object.fromEntries(names.map((key) => [key, key])) }];
}

function termOf(
  loss: Loss,
  outer: Readonly<Record<string, string>>,
  sources: Readonly<Record<string, Source>>,
  read: (key: string, kind: InputKind) => Given,
  rounded: boolean,
  faults: Faults,
): Part {
  const definition = definitionIn(loss);
  const given = Object.entries(outer).filter(([, key]) => sources[key]);
  const shapes = Object.fromEntries(given.map(([inner, key]) => [inner, sources[key] as Source]));
  const kinds = kindsOf(definition, loss.params);
  const inputs = given
    .filter(([inner]) => inner !== "weights")
    .map(([inner, key]) => [inner, read(key, kinds[inner] ?? "real")] as const);
  return {
    outer,
    term: {
      definition,
      params: rounded ? roundParams(loss.params) : loss.params,
      layout: layoutOf({ ...definition, name: faults.loss }, loss.params, shapes),
      inputs: Object.fromEntries(inputs),
      weights: shapes.weights && read(outer.weights as string, "real"),
      shapes: Object.fromEntries(Object.entries(shapes).map(([inner, { shape }]) => [inner, shape])),
      faults,
    },
  };
}

/** What each input means; a parameter may decide (klDivergence's logTargets). */
function kindsOf(definition: Definition, params: Params): Readonly<Record<string, InputKind>> {
  const refined = "kinds" in definition ? definition.kinds?.(params) : undefined;
  return { ...definition.inputs, ...refined };
}

function walk(term: Term): Walk {
  // The layout is of the definition's family: `layoutOf` made it from the definition.
  return term.definition.family === "elementwise"
    ? walkElementwise(term as Parameters<typeof walkElementwise>[0])
    : term.definition.family === "rowwise"
      ? walkRowwise(term as Parameters<typeof walkRowwise>[0])
      : walkItems(term as Parameters<typeof walkItems>[0]);
}

function pick<T>(from: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key] as T]));
}
