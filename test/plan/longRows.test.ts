/**
 * Few long rows on hardware: which are split over workgroups, into how many parts and dispatches; that every text of
 * it, and of rows that no binding holds, is valid WGSL (Dawn's null backend) and no dispatch binds more than any device
 * can.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Loss, RowwiseDefinition } from "../../src/definition.js";
import type { CompileOptions, InputShape } from "../../src/engine/types.js";
import { partsOf } from "../../src/families/rowwiseGrid.js";
import { PipelineCache } from "../../src/gpu/pipelines.js";
import { cosineEmbedding } from "../../src/losses/cosineEmbedding.js";
import { dice } from "../../src/losses/dice.js";
import { klDivergence } from "../../src/losses/klDivergence.js";
import { softF1 } from "../../src/losses/softF1.js";
import { softmaxCrossEntropy } from "../../src/losses/softmaxCrossEntropy.js";
import { triplet } from "../../src/losses/triplet.js";
import type { Dispatch } from "../../src/plan/plan.js";
import { definitionOfLoss } from "../cases/catalogue.js";
import { complaints } from "./complaints.js";
import { nullDevice } from "./nullDevice.js";
import {
  dispatchesOf,
  gradientsOf,
  hardware,
  lossOf,
  planOf,
  plansOf,
  rowsOf,
  shapesFor,
  software,
  subjects,
} from "./plans.js";

type Inputs = Readonly<Record<string, InputShape>>;

/** What runs, and in how many workgroups. */
const stagesOf = (...given: Parameters<typeof planOf>): string[] =>
  dispatchesOf(planOf(...given)).map(
    ({ label, workgroups }) => `${label.replace(/^.*\//, "")} ${workgroups}`,
  );

describe("the number of parts", () => {
  it.each([
    [1, 1_000_000, 244],
    [1, 4_000_000, 256],
    [4, 131_072, 32],
    [8, 131_072, 32],
    [64, 128_256, 8],
    [256, 128_256, 2],
    [257, 128_256, 1],
    [1, 16_384, 4],
    [1, 16_383, 1],
    [100_000, 50, 1],
  ])("of %i rows of %i classes is %i", (rows, classes, parts) => {
    expect(partsOf({ classes }, rows, 256)).toBe(parts);
  });

  it("keeps within a lane for each, and fills the GPU at most twice", () => {
    for (let rows = 1; rows <= 600; rows++) {
      for (const classes of [16_384, 50_257, 262_144, 2 ** 24]) {
        const parts = partsOf({ classes }, rows, 256);
        expect(parts).toBeGreaterThanOrEqual(1);
        expect(parts).toBeLessThanOrEqual(256);
        if (parts > 1) expect(parts * rows).toBeLessThanOrEqual(512);
      }
    }
  });
});

describe("the dispatches", () => {
  const labelled = { logits: [4, 131_072], labels: [4] };
  const pair = { a: [2, 32_768], b: [2, 32_768], targets: [2] };
  const cases: readonly (readonly [string, Loss, Inputs, CompileOptions, readonly string[]])[] = [
    [
      "of rows with labels",
      softmaxCrossEntropy(),
      labelled,
      {},
      ["count 1", "take 128", "kernel 128", "fold 1"],
    ],
    ["summed", softmaxCrossEntropy(), labelled, { reduction: "sum" }, ["take 128", "kernel 128", "fold 1"]],
    [
      "of the loss alone: parts are joined by a workgroup a row",
      softmaxCrossEntropy(),
      labelled,
      { reduction: "sum", gradients: false },
      ["take 128", "kernel 4", "fold 1"],
    ],
    ["of a second sweep", cosineEmbedding(), pair, {}, ["take 16", "retake 16", "kernel 16", "fold 1"]],
    [
      "of 16-bit gradients of odd rows",
      softmaxCrossEntropy(),
      { logits: { shape: [1, 50_257], dtype: "f16" }, labels: [1] },
      { reduction: "sum" },
      ["take 12", "kernel 12", "fold 1", "pack 99"],
    ],
    [
      "of classes that lie apart",
      softmaxCrossEntropy({ classAxis: 1 }),
      { logits: [2, 20_000, 3], labels: [2, 3] },
      { reduction: "sum" },
      ["take 24", "kernel 24", "fold 1"],
    ],
    [
      "over the batch",
      softF1(),
      { logits: [65_536, 3], targets: [65_536, 3] },
      {},
      ["count 1", "take 48", "kernel 48", "fold 1"],
    ],
    [
      "of one row with many gradients",
      triplet(),
      { anchor: [1, 65_536], positive: [1, 65_536], negative: [1, 65_536] },
      {},
      ["take 16", "kernel 16", "kernel 16", "fold 1"],
    ],
    [
      "where what is left in parts could not be bound: rows are whole",
      triplet(),
      { anchor: [1, 65_536], positive: [1, 65_536], negative: [1, 65_536], weights: [1] },
      { reduction: "none" },
      ["kernel 1", "kernel 1", "kernel 1", "fold 1"],
    ],
    [
      "of many rows",
      softmaxCrossEntropy(),
      { logits: [512, 20_000], labels: [512] },
      { reduction: "sum" },
      ["kernel 512", "fold 1"],
    ],
    [
      "of short rows",
      klDivergence(),
      { logProbabilities: [4, 8000], targets: [4, 8000] },
      { reduction: "sum" },
      ["kernel 4", "fold 1"],
    ],
    [
      "of no rows",
      dice(),
      { probabilities: [0, 20_000], targets: [0, 20_000] },
      { reduction: "sum" },
      ["fold 1"],
    ],
  ];

  it.each(cases)("%s", (_, loss, shapes, options, stages) => {
    const changes = options.reduction === "none" ? { scalePerItem: true } : {};
    expect(stagesOf(loss, shapes, options, hardware, changes)).toEqual(stages);
  });

  it("of software are as ever", () => {
    expect(stagesOf(softmaxCrossEntropy(), labelled, {}, software)).toEqual([
      "count 1",
      "kernel 4",
      "fold 1",
    ]);
  });

  it("share their text over lengths, rows and parts", () => {
    const text = (rows: number, classes: number) =>
      dispatchesOf(planOf(softmaxCrossEntropy(), { logits: [rows, classes], labels: [rows] }, {}, hardware))
        .filter(({ label }) => /take|kernel/.test(label))
        .map(({ module }) => module.code);
    expect(text(4, 131_072)).toEqual(text(7, 20_000));
  });

  it("leave little: a few words of each part", () => {
    const { buffers } = planOf(softmaxCrossEntropy(), labelled, {}, hardware);
    expect(buffers.parts?.role).toBe("scratch");
    expect(buffers.parts?.size).toBeLessThan(128 * 64);
  });
});

describe("every text of it is valid, and binds 8 storage buffers at most", () => {
  let device: GPUDevice;
  beforeAll(async () => {
    device = await nullDevice();
  });
  afterAll(() => device.destroy());

  const rowwise = subjects.filter(({ make }) => definitionOfLoss(make()).family === "rowwise");

  it.each(rowwise)("$name", async (subject) => {
    const definition = definitionOfLoss(subject.make()) as RowwiseDefinition;
    const { outputs, overBatch } = definition;
    const cache = new PipelineCache(device);
    const seen = new Set<string>();
    const settings: readonly (readonly [number, "f32" | "f16" | "bf16", CompileOptions, typeof hardware])[] =
      [
        [16_384, "f32", { checkInputs: true, outputs }, hardware],
        [16_384, "f16", { inPlace: gradientsOf(subject) }, hardware],
        [20_001, "bf16", { reduction: "none", accumulate: true }, hardware],
        [
          2001,
          "f32",
          { reduction: "none", accumulate: true, outputs },
          { ...software, maxBindingSize: 4096 },
        ],
      ];
    for (const [length, dtype, options, target] of settings) {
      const [rows, classes] = overBatch ? [length, 4] : [2, length];
      const shapes = shapesFor(subject, rows, classes, dtype);
      const weights = { weights: [rowsOf(subject, rows, classes)] };
      for (const variant of [subject.variants[0] ?? {}, subject.variants.at(-1) ?? {}]) {
        const loss = lossOf(subject, variant, classes);
        for (const plan of plansOf(
          loss,
          options.reduction ? { ...shapes, ...weights } : shapes,
          options,
          target,
        )) {
          expect(complaints(plan)).toEqual([]);
          for (const dispatch of dispatchesOf(plan).filter(({ label }) =>
            /look|count|take|kernel/.test(label),
          )) {
            if (seen.has(dispatch.module.code)) continue;
            seen.add(dispatch.module.code);
            await cache.get(dispatch);
          }
        }
      }
    }
    expect(seen.size).toBeGreaterThan(3);
  });

  it("also of whole rows whose state would overfill a workgroup's memory by 256 lanes", async () => {
    const loss = softmaxCrossEntropy({ labelSmoothing: 0.1, softcap: 20, temperature: 2 });
    const { outputs } = definitionOfLoss(loss);
    const shapes = { logits: [600, 2000], targets: [600, 2000] };
    const plan = planOf(loss, shapes, { reduction: "sum", checkInputs: true, outputs }, hardware);
    const [kernel] = dispatchesOf(plan);
    expect(kernel?.module.code).toContain("const WORKGROUP = 128u;");
    await new PipelineCache(device).get(kernel as Dispatch);
  });
});
