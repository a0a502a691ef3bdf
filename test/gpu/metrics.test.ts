/** GPU and reference agree on metrics, in Node on Dawn and in a browser. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, softmaxCrossEntropy } from "../../src/index.js";
import * as metrics from "../../src/metrics/index.js";
import { measure } from "../../src/reference/measure.js";
import { type Tensor, tensor } from "../../src/tensor.js";
import type { MetricInputs } from "../cases/metricCase.js";
import { complaint, everyMetric } from "../cases/metricCatalogue.js";
import { elements, regression, rows, scores, weights } from "../cases/metricData.js";
import { narrowDevice, onGpu } from "./desk.js";
import { type Bench, inParallel, openBench } from "./harness.js";

let bench: Bench;
let cases = 0;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => {
  bench.report("metrics", cases);
  bench.engine.destroy();
});

describe("GPU and reference agree", () => {
  it.each(everyMetric)("metrics/%s", async (_name, make, { rows: worked, scenes }) => {
    const list = [
      ...worked.map(({ source, ...row }) => ({ title: source, ...row, within: 1e-6 })),
      ...scenes.map((scene) => ({ within: 1e-6, ...scene })),
    ];
    const found = await inParallel(list, async ({ title, params, inputs, within }) => {
      cases++;
      const metric = make(params);
      const own = await bench.engine.measure(metric, inputs);
      const again = await bench.engine.measure(metric, inputs);
      const wanted = measure(metric, inputs);
      const texts = [complaint(own, wanted, within)];
      if (complaint(again, own, 0)) texts.push(`the second run gave ${again} for ${own}`);
      return texts.flatMap((text) => (text ? [`${title}: ${text}`] : []));
    });
    expect(found).toEqual([]);
  });
});

/** A call of each family, large enough to be cut. */
const calls: readonly (readonly [string, ReturnType<(typeof everyMetric)[number][1]>, MetricInputs])[] = [
  ["accuracy", metrics.accuracy(), { ...rows(900, 5), weights: weights(900) }],
  ["confusionMatrix", metrics.confusionMatrix(), { ...rows(900, 5), weights: weights(900) }],
  ["f1", metrics.f1({ average: "none" }), { ...elements([900, 3]), weights: weights(900) }],
  ["rocAuc", metrics.rocAuc({ bins: 128 }), { ...elements([3001]), weights: weights(3001) }],
  ["rSquared", metrics.rSquared(), { ...regression(3001), weights: weights(3001) }],
];

describe("where the data lie does not matter", () => {
  it.each(calls)("%s, cut to fit the bindings and on the GPU", async (_name, metric, inputs) => {
    const device = await narrowDevice(4096);
    const engine = await createEngine({ device });
    const wanted = measure(metric, inputs);
    const told: number[] = [];
    const options = { onProgress: (done: number, total: number) => void told.push(done / total) };
    expect(complaint(await engine.measure(metric, inputs, options), wanted, 2e-6)).toBeUndefined();
    expect(told.length).toBeGreaterThan(1);
    expect(told.at(-1)).toBe(1);
    const there = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => {
        const { data, shape, dtype } =
          value instanceof Float32Array || value instanceof Int32Array ? tensor(value) : (value as Tensor);
        return [name, onGpu(device, data as Float32Array, shape, { dtype, offset: 256 })];
      }),
    );
    expect(complaint(await engine.measure(metric, there), wanted, 2e-6)).toBeUndefined();
    engine.destroy();
    device.destroy();
  });

  it("memoryLimit cuts too", async () => {
    const engine = await createEngine({ memoryLimit: 100_000 });
    const inputs = elements([30_001]);
    const metric = metrics.calibrationError();
    expect(complaint(await engine.measure(metric, inputs), measure(metric, inputs), 1e-6)).toBeUndefined();
    engine.destroy();
  });
});

describe("with checkInputs: false", () => {
  const nan = Number.NaN;
  it.each([
    ["accuracy", metrics.accuracy(), { logits: [[1, nan]], labels: [0] }],
    ["perplexity", metrics.perplexity(), { logits: [[1, 2]], labels: [7] }],
    ["confusionMatrix", metrics.confusionMatrix({ classes: 2 }), { predictedLabels: [5, 0], labels: [0, 1] }],
    [
      "f1",
      metrics.f1({ average: "none" }),
      {
        logits: [
          [1, nan],
          [0, 1],
        ],
        labels: [0, 1],
      },
    ],
    ["rSquared", metrics.rSquared(), { predictions: [1, nan], targets: [0, 2] }],
    ["rocAuc", metrics.rocAuc(), { scores: [1, nan], targets: [0, 1] }],
    ["averagePrecision", metrics.averagePrecision(), { scores: [1, 2], targets: [0, 1], weights: [1, nan] }],
    ["binned", metrics.rocAuc({ bins: 4 }), { probabilities: [1, nan], targets: [0, 1] }],
  ])("%s is NaN where an item cannot be computed with", async (_name, metric, inputs) => {
    const own = await bench.engine.measure(metric, inputs as never, { checkInputs: false });
    const wanted = measure(metric, inputs as never, { checkInputs: false });
    expect(own).toEqual(wanted);
    expect(typeof own === "number" ? own : (own as Float64Array)[0]).toBeNaN();
  });
});

it("perplexity is exp of the cross entropy of the same rows", async () => {
  const inputs = { ...rows(37, 5), weights: weights(37) };
  const options = { reduction: "weightedMean", gradients: false } as const;
  const { loss } = await bench.engine.evaluate(softmaxCrossEntropy(), inputs, options);
  const found = await bench.engine.measure(metrics.perplexity(), inputs);
  expect(complaint(found, Math.exp(loss), 1e-6)).toBeUndefined();
});

it("exact rocAuc of more scores than one segment has, cut nowhere", async () => {
  const inputs = scores(100_003);
  const metric = metrics.rocAuc();
  expect(await bench.engine.measure(metric, inputs)).toBe(measure(metric, inputs));
});
