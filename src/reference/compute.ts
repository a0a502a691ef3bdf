import { definitionIn, kindsOf } from "../check/descriptor.js";
import { type InputValue, resolveInputs, type Source } from "../check/inputs.js";
import { layoutOf } from "../check/layout.js";
import { checkOptionNames, type GivenOptions, resolveOptions } from "../check/options.js";
import { checkOneShape, inputsOfPart } from "../check/sum.js";
import type { Definition, Part as DefinitionPart, InputKind, ItemsDefinition, Loss } from "../definition.js";
import type { DType } from "../tensor.js";
import { walkElementwise } from "./elementwise.js";
import { Gathered, weighingOf } from "./gathered.js";
import { walkInner } from "./inner.js";
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
  /** Of a weighted sum: each term's loss, unweighted. */
  readonly terms?: readonly (number | Float64Array)[];
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
  const parts = partsOf(definition, loss).map((part) =>
    termOf(definition, part, sources, read, rounded, faults),
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
  const weighing = weighingOf(definition, (input) => {
    const given = read(input, "real");
    for (let index = 0; index < given.values.length; index++) faults.check(given, index);
    return given.values;
  });
  if (settings.checkInputs) faults.raise(Object.keys(sources));
  if (definition.sum && reduction === "none") {
    checkOneShape(
      definition,
      parts.map(({ part, term }) => ({ part, layout: term.layout })),
    );
  }

  const gathered = new Gathered(weighing);
  const first = walks[0];
  for (const [index, { term, outer, part }] of parts.entries()) {
    const finish = "finish" in term.definition ? term.definition.finish : undefined;
    const own = part.reduction ?? reduction;
    const isMean = own === "mean" || own === "weightedMean";
    const factor = gathered.factorOf(part);
    const rule: Rule = {
      reduction: own,
      divisor: isMean ? (part.divisor ?? divisor) : undefined,
      scale: factor === 1 ? scale : scale.map((one) => one * factor),
      finish,
    };
    const walked = walks[index] as Walk;
    const reduced = reduce(term, walked, rule);
    const shaken = walked.shaken && reduce(term, walked.shaken, rule);
    const carried = shaken && walked.carry?.(reduced.gradients, shaken.gradients);
    const result = carried
      ? {
          ...reduced,
          gradients: carried.gradients,
          gradientSizes: carried.sizes,
          size: reduced.size * carried.lossSize,
        }
      : reduced;
    const gradients = Object.entries(result.gradients).map(([key, gradient]) => {
      const isSummed = term.layout.family === "elementwise" && term.layout.broadcast.includes(key);
      return {
        name: outer[key] ?? key,
        values: isSummed ? Float64Array.of(sum(gradient)) : gradient,
        size: isSummed ? sumOfSizes(gradient) : result.gradientSizes?.[key],
      };
    });
    gathered.take(part, result, gradients);
  }
  const { loss: value, count, size, terms } = gathered.finish(scale[0] as number);
  return {
    loss: value,
    count,
    gradients: pick(gathered.gradients, settings.gradients),
    outputs: pick(first?.outputs ?? {}, settings.outputs),
    ...(definition.sum ? { terms } : {}),
    sizes: { loss: size, gradients: gathered.sizes },
    dtypes: Object.fromEntries(settings.gradients.map((key) => [key, sources[key]?.dtype ?? "f32"])),
  };
}

interface Part {
  readonly term: Term;
  /** The term's input → the outer input. */
  readonly outer: Readonly<Record<string, string>>;
  readonly part: DefinitionPart;
}

/** The terms of a loss made of losses; a plain loss is its own only term. */
function partsOf(definition: Definition, loss: Loss): readonly DefinitionPart[] {
  // What a trained variance costs is no term: `combine/uncertaintyWeighted` adds it.
  if (definition.sum) return (definition.parts ?? []).filter(({ term }) => term !== undefined);
  if (definition.parts) return definition.parts;
  const names = [...Object.keys(definition.inputs), "weights"];
  return [{ loss, inputs: Object.fromEntries(names.map((key) => [key, key])) }];
}

function termOf(
  whole: Definition,
  part: DefinitionPart,
  sources: Readonly<Record<string, Source>>,
  read: (key: string, kind: InputKind) => Given,
  rounded: boolean,
  faults: Faults,
): Part {
  const { loss, inputs: outer } = part;
  const definition = definitionIn(loss);
  const given = Object.entries(inputsOfPart(whole, part, Object.keys(sources)));
  const shapes = Object.fromEntries(given.map(([inner, key]) => [inner, sources[key] as Source]));
  const kinds = kindsOf(definition, loss.params);
  const inputs = given
    .filter(([inner]) => inner !== "weights")
    .map(([inner, key]) => [inner, read(key, kinds[inner] ?? "real")] as const);
  return {
    outer,
    part,
    term: {
      definition,
      params: rounded ? roundParams(loss.params) : loss.params,
      layout: layoutOf({ ...definition, name: part.label ?? faults.loss }, loss.params, shapes),
      inputs: Object.fromEntries(inputs),
      weights: shapes.weights && read(outer.weights as string, "real"),
      shapes: Object.fromEntries(Object.entries(shapes).map(([inner, { shape }]) => [inner, shape])),
      faults,
    },
  };
}

function walk(term: Term): Walk {
  const { inner } = term.definition as Partial<ItemsDefinition>;
  if (inner) return walkInner(term as Parameters<typeof walkInner>[0], inner, walk);
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
