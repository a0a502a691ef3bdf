/** Plans as hardware gets them, run where we are: wide workgroups, a team for each long row, many segments. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createEngine, type Engine } from "../../src/index.js";
import * as metrics from "../../src/metrics/index.js";
import { measure } from "../../src/reference/measure.js";
import { complaint } from "../cases/metricCatalogue.js";
import { elements, probabilityRows, regression, rows, scores, weights } from "../cases/metricData.js";
import { newDevice } from "./desk.js";

let engine: Engine;

beforeAll(async () => {
  const info = { vendor: "test", architecture: "hardware", device: "", description: "" };
  engine = await createEngine({ device: await newDevice(), adapter: { info } as GPUAdapter });
  expect(engine.info.software).toBe(false);
});

afterAll(() => {
  engine.device.destroy();
  engine.destroy();
});

it.each([
  ["accuracy", metrics.accuracy({ topK: 40 }), { ...rows(70, 300), weights: weights(70) }],
  ["calibrationError", metrics.calibrationError(), rows(9, 3001)],
  ["confusionMatrix", metrics.confusionMatrix(), probabilityRows(300, 40)],
  ["f1", metrics.f1({ average: "none" }), { ...elements([900, 3]), weights: weights(900) }],
  ["rSquared", metrics.rSquared(), { ...regression(9001, 1e4), weights: weights(9001) }],
  ["rocAuc", metrics.rocAuc(), { ...scores(9001), weights: weights(9001) }],
  ["rocAuc, unweighted", metrics.rocAuc(), scores(9001)],
  ["averagePrecision", metrics.averagePrecision(), scores(9001)],
  ["in bins", metrics.averagePrecision({ bins: 300 }), elements([9001])],
])("%s", async (_name, metric, inputs) => {
  const wanted = measure(metric, inputs as never);
  expect(complaint(await engine.measure(metric, inputs as never), wanted, 2e-6)).toBeUndefined();
});
