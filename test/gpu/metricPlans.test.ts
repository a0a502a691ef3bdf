/** Plans as hardware gets them, run where we are: wide workgroups, a team for each long row, many segments. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createEngine, type Engine } from "../../src/index.js";
import * as metrics from "../../src/metrics/index.js";
import { measure } from "../../src/reference/measure.js";
import { complaint } from "../cases/metricCatalogue.js";
import { regression, rows, scores } from "../cases/metricData.js";
import { asHardware, newDevice } from "./desk.js";

let engine: Engine;

beforeAll(async () => {
  engine = await createEngine({ device: await newDevice(), adapter: asHardware });
  expect(engine.info.software).toBe(false);
});

afterAll(() => {
  engine.device.destroy();
  engine.destroy();
});

// Unchecked and unweighted: the fold is one for all.
it.each([
  ["calibrationError", metrics.calibrationError(), rows(9, 3001)],
  ["rSquared", metrics.rSquared(), regression(9001, 1e4)],
  ["rocAuc", metrics.rocAuc(), scores(9001)],
  ["averagePrecision", metrics.averagePrecision(), scores(9001)],
])("%s", async (_name, metric, inputs) => {
  const wanted = measure(metric, inputs as never);
  const own = await engine.measure(metric, inputs as never, { checkInputs: false });
  expect(complaint(own, wanted, 2e-6)).toBeUndefined();
});
