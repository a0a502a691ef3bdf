import type { Definition, InputKind, Loss, Params } from "../../src/definition.js";
import { definitionOf } from "../../src/definition.js";
import * as losses from "../../src/losses/index.js";
import type { NestedNumbers } from "../../src/tensor.js";
import type { LossCases } from "../cases/case.js";

export type Factory = ((params?: Params) => Loss) & { readonly info: { readonly name: string } };

/** Every factory of a loss; a pair such as `hingeGan` gives one for each half. */
export const factories: readonly Factory[] = Object.values(losses).flatMap((entry: unknown) =>
  typeof entry === "function" ? [entry as Factory] : (Object.values(entry as object) as Factory[]),
);

const cases = import.meta.glob<Record<string, unknown>>("../cases/losses/*.ts", { eager: true });

/** The cases of `huber`, or those of one half of a pair such as `hingeGan.generator`. */
export function casesOf(name: string): LossCases {
  const [file = "", half] = name.split(".");
  const found = cases[`../cases/losses/${file}.ts`]?.[file];
  return (half === undefined ? found : (found as Record<string, unknown> | undefined)?.[half]) as LossCases;
}

export function definitionOfLoss(loss: Loss): Definition {
  return loss[definitionOf] as Definition;
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Flat numbers → nested as deep as the shape. */
export function nest(flat: readonly number[], shape: readonly number[]): NestedNumbers | number {
  if (shape.length === 0) return flat[0] as number;
  const [axis = 0, ...rest] = shape;
  if (rest.length === 0) return flat;
  const size = flat.length / axis;
  return Array.from({ length: axis }, (_, i) =>
    nest(flat.slice(i * size, (i + 1) * size), rest),
  ) as NestedNumbers;
}

/** A flat input and its shape, so that single numbers of it can be moved. */
export interface Sample {
  readonly values: number[];
  readonly shape: readonly number[];
}

export function given(samples: Readonly<Record<string, Sample>>): Record<string, NestedNumbers | number> {
  return Object.fromEntries(
    Object.entries(samples).map(([name, { values, shape }]) => [name, nest(values, shape)]),
  );
}

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** A number of each kind, away from the edges of its domain. */
const draw: Readonly<Record<Exclude<InputKind, "labels">, (random: () => number) => number>> = {
  real: (random) => 1.5 * normal(random),
  logits: (random) => 1.5 * normal(random),
  unit: (random) => 0.05 + 0.9 * random(),
  binary: (random) => (random() < 0.5 ? 0 : 1),
  sign: (random) => (random() < 0.5 ? -1 : 1),
  nonNegative: (random) => Math.exp(normal(random)),
  aboveMinusOne: (random) => Math.exp(normal(random)) - 0.9,
  mask: (random) => (random() < 0.3 ? 0 : 1),
};

/** Where the slope by convention is not that of the value, or the loss has none, no number is drawn. */
const kept: Readonly<Record<string, (value: number, loss: Loss) => number>> = {
  // Below epsilon the variance is clamped in the value only.
  "gaussianNll.variances": (value, { params }) => (params.epsilon as number) + value,
  // The logarithm of a rate.
  "poissonNll.predictions": (value, { params }) => (params.logInput ? value : Math.exp(value)),
};

/** Which inputs are given together: one set for each alternative, with what is optional and without. */
export function inputSets(definition: Definition): readonly (readonly string[])[] {
  const choices = definition.oneOf.reduce<readonly (readonly string[])[]>(
    (sets, choice) => sets.flatMap((set) => choice.map((one) => [...set, one])),
    [[]],
  );
  const alternatives = definition.oneOf.flat();
  const always = Object.keys(definition.inputs).filter(
    (name) => !alternatives.includes(name) && !definition.optional.includes(name),
  );
  const sets = choices.map((chosen) => [...always, ...chosen]);
  return definition.optional.length ? sets.flatMap((set) => [set, [...set, ...definition.optional]]) : sets;
}

/** Seeded inputs of a loss: elementwise [3, C], rowwise [5, C], or [2, C, 3] where `classAxis` is 1. */
export function samplesOf(loss: Loss, names: readonly string[], seed: number): Record<string, Sample> {
  const definition = definitionOfLoss(loss);
  const random = randomFrom(seed);
  const list = Object.values(loss.params).find(Array.isArray) as readonly number[] | undefined;
  const classes = list?.length ?? 4;
  const isColumns = loss.params.classAxis === 1;
  const shape =
    definition.family === "elementwise" ? [3, classes] : isColumns ? [2, classes, 3] : [5, classes];
  const rows = definition.family === "elementwise" ? shape : isColumns ? [2, 3] : [5];
  const kinds = { ...definition.inputs, ...("kinds" in definition ? definition.kinds?.(loss.params) : {}) };
  return Object.fromEntries(
    names.map((name) => {
      const kind = kinds[name] as InputKind;
      const own = kind === "labels" ? rows : shape;
      const one = (): number =>
        kind === "labels"
          ? random() < 0.25
            ? (loss.params.ignoreIndex as number)
            : Math.floor(random() * classes)
          : (kept[`${loss.name}.${name}`] ?? Number)(draw[kind](random), loss);
      return [name, { shape: own, values: Array.from({ length: own.reduce((a, b) => a * b, 1) }, one) }];
    }),
  );
}
