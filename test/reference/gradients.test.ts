import { describe, expect, it } from "vitest";
import type { Loss, Reduction } from "../../src/definition.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { differences, slopeComplaints } from "./differences.js";
import {
  casesOf,
  definitionOfLoss,
  type Factory,
  factories,
  given,
  inputSets,
  type Sample,
  samplesOf,
} from "./samples.js";

interface Setting {
  readonly title: string;
  readonly samples: Readonly<Record<string, Sample>>;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The loss as one number that the gradients, scales included, are the slopes of. */
function total(loss: Loss, samples: Readonly<Record<string, Sample>>, options: Setting["options"]): number {
  const scale = (options.gradientScale ?? 1) as number | readonly number[];
  const found = evaluate(loss, given(samples), { ...options, gradients: false }).loss as
    | number
    | Float64Array;
  const each = typeof found === "number" ? [found] : [...found];
  const scales = typeof scale === "number" ? [] : (scale.flat(3) as number[]);
  return each.reduce(
    (sum, value, item) => sum + value * (typeof scale === "number" ? scale : (scales[item] ?? 0)),
    0,
  );
}

function expectSlopes(loss: Loss, { title, samples, options }: Setting): void {
  const { gradients } = evaluate(loss, given(samples), options);
  for (const [name, gradient] of Object.entries(gradients)) {
    const { values } = samples[name] as Sample;
    const wanted = differences(values, () => total(loss, samples, options));
    expect(slopeComplaints(name, gradient, wanted), title).toEqual([]);
  }
}

/** Every reduction with every kind of weights; divisor and scale come along with some of them. */
function settingsOf(loss: Loss, names: readonly string[], seed: number): Setting[] {
  const definition = definitionOfLoss(loss);
  const samples = samplesOf(loss, names, seed);
  const itemShape = itemShapeOf(loss, samples);
  const count = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
  const weights = (shape: readonly number[]): Sample => ({
    shape,
    values: Array.from({ length: count(shape) }, (_, i) => [0.5, 2, 0, 1.25, 3][i % 5] as number),
  });
  const weighings: Record<string, Record<string, Sample>> = { unweighted: {} };
  if (!definition.parts) {
    weighings["weights like the loss"] = { weights: weights(itemShape) };
    weighings["one weight"] = { weights: { shape: [], values: [1.5] } };
    if (itemShape.length > 1)
      weighings["weights of leading axes"] = { weights: weights(itemShape.slice(0, 1)) };
  } else {
    const [first, second] = definition.parts.map(({ inputs }) => inputs.weights as string);
    weighings["weights for each part"] = {
      [first as string]: weights(itemShape),
      [second as string]: weights(itemShape.slice(0, 1)),
    };
  }
  return definition.reductions.flatMap((reduction: Reduction, index) =>
    Object.entries(weighings).map(([title, weighed]) => ({
      title: `${JSON.stringify(loss.params)} · ${names.join(", ")} · ${reduction} · ${title}`,
      samples: { ...samples, ...weighed },
      options: { reduction, ...extras(reduction, index, itemShape) },
    })),
  );
}

function extras(reduction: Reduction, index: number, itemShape: readonly number[]): Setting["options"] {
  if (reduction === "mean") return index % 2 === 0 ? {} : { gradientScale: -2.5 };
  if (reduction === "weightedMean") return { gradientScale: 3 };
  if (reduction === "sum") return {};
  const scales = Array.from({ length: itemShape.reduce((a, b) => a * b, 1) }, (_, i) => (i % 3) - 0.5);
  return { gradientScale: nestLike(scales, itemShape) };
}

function nestLike(values: readonly number[], shape: readonly number[]): unknown {
  return given({ scale: { values: [...values], shape } }).scale;
}

function itemShapeOf(loss: Loss, samples: Readonly<Record<string, Sample>>): readonly number[] {
  const definition = definitionOfLoss(loss);
  const first = Object.keys(definition.inputs).find(
    (name) => samples[name] && definition.inputs[name] !== "labels",
  );
  const shape = samples[first ?? ""]?.shape ?? [];
  if (definition.family === "elementwise") return shape;
  const isOverBatch = definition.family === "rowwise" && definition.overBatch;
  const axis = isOverBatch ? 0 : ((loss.params.classAxis ?? -1) as number);
  return shape.filter((_, i) => i !== (axis < 0 ? axis + shape.length : axis));
}

function lossesOf(make: Factory): Loss[] {
  const variants = casesOf(make.info.name).variants.map((params) => make(params));
  const hasAxis = variants[0] && "classAxis" in variants[0].params;
  return hasAxis
    ? [...variants, make({ ...casesOf(make.info.name).variants.at(-1), classAxis: 1 })]
    : variants;
}

describe("the gradient is the slope of the loss", () => {
  it.each(factories.map((make) => [make.info.name, make] as const))("losses/%s", (_, make) => {
    let seed = 1;
    for (const loss of lossesOf(make)) {
      for (const names of inputSets(definitionOfLoss(loss))) {
        for (const setting of settingsOf(loss, names, seed++)) expectSlopes(loss, setting);
      }
    }
  });

  it.each(
    factories
      .filter((make) => definitionOfLoss(make()).family === "elementwise")
      .map((make) => [make.info.name, make] as const),
  )("losses/%s, where one element stands for all", (_, make) => {
    const loss = make();
    const names = Object.keys(definitionOfLoss(loss).inputs);
    for (const single of names.length > 1 ? names : []) {
      for (const setting of settingsOf(loss, names, 7)) {
        const one = { shape: [], values: [setting.samples[single]?.values[0] as number] };
        if (definitionOfLoss(loss).parts) continue;
        expectSlopes(loss, { ...setting, samples: { ...setting.samples, [single]: one } });
      }
    }
  });

  it.each(factories.map((make) => [make.info.name, make] as const))(
    "losses/%s under a divisor",
    (_, make) => {
      const loss = make();
      const definition = definitionOfLoss(loss);
      const [names = []] = inputSets(definition);
      for (const reduction of definition.reductions) {
        if (reduction === "sum" || reduction === "none") continue;
        const samples = samplesOf(loss, names, 11);
        expectSlopes(loss, {
          title: reduction,
          samples,
          options: { reduction, divisor: 7, gradientScale: 0.5 },
        });
      }
    },
  );
});
