/**
 * Every WGSL module that a plan can hold compiles: on Dawn's null backend, which validates all and runs nothing,
 * so also for hardware that is not here.
 */

import { describe, expect, it } from "vitest";
import type { CompileOptions, InputShape } from "../../src/engine/types.js";
import { elementwise } from "../../src/families/elementwise.js";
import type { Plan, PlanRequest } from "../../src/plan/plan.js";
import { definitionOfLoss } from "../cases/catalogue.js";
import { nullDesk } from "./nullDesk.js";
import {
  gradientsOf,
  hardware,
  lossOf,
  plansOf,
  rowsOf,
  type Subject,
  shapesFor,
  software,
  subjects,
} from "./plans.js";

/** Their text alone: some of these plans are changed as if buffers were padded, and bind beyond their ends. */
const judge = nullDesk(() => []);

/** Few or many classes, in fours or not, few rows or many: whatever is planned differently. */
const rowSizes = [
  [40, 8],
  [40, 5],
  [40, 1],
  [8, 300],
  [9, 301],
  [64, 2000],
] as const;
const elementSizes = [
  [40, 4],
  [9, 5],
] as const;

/** Settings that ask for text of their own. */
interface Mode {
  readonly weighted?: "each" | "leading";
  readonly options?: CompileOptions;
  readonly changes?: (request: PlanRequest) => Partial<PlanRequest>;
}

/** As `evaluate` plans: uploads reach to the next 16-byte border. */
const padded = ({ inputs }: PlanRequest): Partial<PlanRequest> => ({
  inputs: Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, { ...input, padded: true }]),
  ),
});
/** As it plans for 16-bit numbers in memory: gradients come back as f32. */
const widened = (request: PlanRequest): Partial<PlanRequest> => ({
  ...padded(request),
  gradientDtypes: Object.fromEntries(request.gradients.map((name) => [name, "f32"])),
});

function modesOf(subject: Subject): Mode[] {
  const { reductions, outputs, defaultReduction } = definitionOfLoss(subject.make());
  const gradients = gradientsOf(subject);
  const [first = ""] = gradients;
  const modes: Mode[] = [
    {},
    { options: { checkInputs: true }, changes: padded },
    { options: { gradients: false } },
    { options: { gradients: [first], checkInputs: true }, weighted: "each", changes: widened },
    { options: { accumulate: true, outputs } },
    { options: { inPlace: gradients, outputs }, weighted: "leading" },
    { options: { reduction: "sum" }, weighted: "each" },
    {
      options: { reduction: "none", checkInputs: true, outputs },
      weighted: "each",
      changes: () => ({ scalePerItem: true }),
    },
    { options: { reduction: "none", accumulate: true, outputs }, changes: padded },
    { options: { reduction: "weightedMean" }, weighted: "each" },
    { options: { reduction: "weightedMean", checkInputs: true }, weighted: "leading", changes: padded },
    { options: { gradients: false }, changes: () => ({ divisorOnly: true }) },
    { changes: () => ({ externalDivisor: true }) },
  ];
  return modes.filter(({ options }) => reductions.includes(options?.reduction ?? defaultReduction));
}

/** The plans of a subject: every mode, size, dtype and grid with the default parameters, and each variant. */
function* plansIn(subject: Subject): Generator<Plan> {
  const definition = definitionOfLoss(subject.make());
  const isRowwise = definition.family === "rowwise";
  const modes = modesOf(subject);
  const number = subjects.indexOf(subject);
  const isWhole = [
    "mse",
    "gaussianNll",
    "softmaxCrossEntropy",
    "klDivergence",
    "triplet",
    "rankingSoftmax",
  ].includes(definition.name);
  for (const [i, [rows, classes]] of (isRowwise ? rowSizes : elementSizes).entries()) {
    for (const [j, variant] of subject.variants.entries()) {
      const loss = lossOf(subject, variant, classes);
      for (const dtype of ["f32", "f16", "bf16"] as const) {
        // Parameters switch parts of the body; storage and grid know nothing of them, nor the grid of storage.
        if ((j > 0 && (dtype !== "f32" || i > 1)) || (dtype === "bf16" && i > 2)) continue;
        // Longer rows differ by team and grid, which every other mode shows; and what is the family's own few losses
        // show in every mode: of the others each has a third, and all together have every one.
        const few = j > 0 ? modes.slice(0, 5) : modes;
        const some = isWhole
          ? few.filter((_, k) => j > 0 || (i < 2 && dtype !== "bf16") || k % 2 === i % 2)
          : few.filter((_, k) => k % 3 === (i + number) % 3);
        for (const { weighted, options, changes } of some) {
          const shapes = {
            ...shapesFor(subject, rows, classes, dtype),
            ...weightsOf(subject, weighted, rows, classes),
          };
          for (const grid of j > 0 ? [software] : [software, hardware]) {
            yield* plansOf(loss, shapes, options, grid, changes);
          }
        }
      }
    }
  }
  for (const { shapes, loss } of others(subject)) {
    for (const grid of [software, hardware]) yield* plansOf(loss, shapes, {}, grid);
  }
}

/** Weights per item in 16 bits, or one for each row: of a rowwise loss that is the same. */
function weightsOf(
  subject: Subject,
  weighted: Mode["weighted"],
  rows: number,
  classes: number,
): Record<string, InputShape> {
  if (!weighted) return {};
  const definition = definitionOfLoss(subject.make());
  const isEach = weighted === "each" && definition.family === "elementwise";
  const shape = {
    shape: isEach ? [rows, classes] : [rowsOf(subject, rows, classes)],
    dtype: isEach ? "bf16" : "f32",
  } as const;
  return definition.parts ? { realWeights: shape, fakeWeights: shape } : { weights: shape };
}

/** One element that stands for all, or classes that lie apart. */
function others(subject: Subject) {
  const loss = subject.make();
  const definition = definitionOfLoss(loss);
  const shapes = shapesFor(subject, 9, 5, "f16");
  if (definition.family === "elementwise") {
    return subject.given.length < 2
      ? []
      : subject.given.map((name) => ({
          loss,
          shapes: { ...shapes, [name]: { shape: [1], dtype: "bf16" } as const },
        }));
  }
  if (definition.family === "rowwise" && definition.overBatch) return [{ loss, shapes }];
  if (definition.family !== "rowwise" || !("classAxis" in definition.params)) return [];
  const apart = subject.make({ classAxis: 1 });
  return (["f32", "f16"] as const).map((dtype) => ({
    loss: apart,
    shapes: Object.fromEntries(
      subject.given.map((name) => [
        name,
        definition.inputs[name] === "labels" || definition.perRow.includes(name)
          ? [4, 3]
          : { shape: [4, 5, 3], dtype },
      ]),
    ),
  }));
}

describe("every module compiles", () => {
  it.each(subjects)("$name", async (subject) => {
    const { count, messages } = await judge(plansIn(subject));
    expect(messages[0]).toBeUndefined();
    expect(count).toBeGreaterThan(12);
  });

  it("and one that does not is told of, at the line of its own file", async () => {
    const body = [
      "// A body with a fault in its third line.",
      "fn brokenValue(params: brokenParams, predictions: f32) -> brokenSlopes {",
      "  return brokenSlopes(predictions, missing);",
      "}",
      "",
    ].join("\n");
    const broken = elementwise({
      name: "broken",
      inputs: { predictions: "real" },
      gradients: ["predictions"],
      params: {},
      formula: "?",
      citation: "none",
      body,
    });
    const { messages } = await judge(plansOf(broken(), { predictions: [4] }));
    expect(messages[0]).toMatch(
      /^broken\/kernel: the WGSL does not compile\.\nshaders\/losses\/broken\.wgsl:3:36: .*missing.*\n {2}return brokenSlopes\(predictions, missing\);$/,
    );
  });
});
