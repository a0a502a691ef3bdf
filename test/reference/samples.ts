import type { Definition, InputKind, Loss, ValueKind } from "../../src/definition.js";
import type { NestedNumbers } from "../../src/tensor.js";
import { definitionOfLoss, normal, randomFrom } from "../cases/catalogue.js";

export { casesOf, definitionOfLoss, type Factory, factories, randomFrom } from "../cases/catalogue.js";

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

/** A number of each kind, away from the edges of its domain. */
const draw: Readonly<Record<ValueKind, (random: () => number) => number>> = {
  real: (random) => 1.5 * normal(random),
  logits: (random) => 1.5 * normal(random),
  unit: (random) => 0.05 + 0.9 * random(),
  binary: (random) => (random() < 0.5 ? 0 : 1),
  sign: (random) => (random() < 0.5 ? -1 : 1),
  nonNegative: (random) => Math.exp(normal(random)),
  aboveMinusOne: (random) => Math.exp(normal(random)) - 0.9,
  mask: (random) => (random() < 0.3 ? 0 : 1),
};

/** Of targets of either sign, what the sums of an overlap have would cancel: their loss may be of any size. */
const share = (value: number): number => 1 / (1 + Math.exp(-value));

/** Where the slope by convention is not that of the value, or the loss has none, no number is drawn. */
const kept: Readonly<Record<string, (value: number, loss: Loss) => number>> = {
  "dice.targets": share,
  "jaccard.targets": share,
  "tversky.targets": share,
  "softF1.targets": share,
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
  const perRow = "perRow" in definition ? definition.perRow : [];
  const kinds = { ...definition.inputs, ...("kinds" in definition ? definition.kinds?.(loss.params) : {}) };
  return Object.fromEntries(
    names.map((name) => {
      const kind = kinds[name] as InputKind;
      const own = kind === "labels" || perRow.includes(name) ? rows : shape;
      const one = (): number =>
        kind === "labels"
          ? random() < 0.25
            ? (loss.params.ignoreIndex as number)
            : Math.floor(random() * classes)
          : (kept[`${loss.name}.${name}`] ?? Number)(draw[kind as ValueKind](random), loss);
      return [name, { shape: own, values: Array.from({ length: own.reduce((a, b) => a * b, 1) }, one) }];
    }),
  );
}
