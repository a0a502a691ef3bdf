/**
 * Every loss on the GPU against the float64 reference: the settings of `test/cases/matrix.ts` on the data of
 * `test/cases/data.ts`, in Node on Dawn and in a browser.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { casesIn } from "../cases/hardCases.js";
import { batchesOf, pairsOf, type Subject, subjects } from "../cases/matrix.js";
import { type Bench, complaints, inParallel, openBench } from "./harness.js";

/** What a run on software WebGPU may make; every one costs about 50 ms. */
const mostPipelines = 1200;

let bench: Bench;
let cases = 0;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => {
  bench.report("losses", cases);
  bench.engine.destroy();
  if (bench.engine.info.software) expect(bench.pipelines()).toBeLessThanOrEqual(mostPipelines);
});

const dtypes: readonly string[] = ["f32", "f16", "bf16"];

/** A test for each loss, and for each dtype of those that are taken in full. */
const tests = subjects.flatMap((subject): [string, Subject, readonly string[]][] =>
  subject.coverage === "product"
    ? dtypes.map((dtype) => [`${subject.address} · ${dtype}`, subject, [dtype]])
    : [[subject.address, subject, dtypes]],
);

describe("GPU and reference agree", () => {
  it.each(tests)("%s", async (_, subject, own) => {
    const list = batchesOf(subject).flatMap((batch, number) =>
      own.includes(batch.settings[0]?.dtype ?? "") ? casesIn(subject, batch, number) : [],
    );
    cases += list.length;
    const found = await inParallel(list, (one) => complaints(bench.engine, one));
    // A fault of a family shows everywhere: the first places are enough.
    expect(found.slice(0, 20)).toEqual([]);
  });
});

describe("the list of settings", () => {
  it.each(["elementwise", "rowwise"])("%s losses taken in part hold every pair between them", (family) => {
    const own = subjects.filter(
      ({ definition, coverage }) => definition.family === family && coverage === "cover",
    );
    const settings = own.flatMap((subject) => batchesOf(subject).flatMap((batch) => batch.settings));
    const found = new Set(settings.flatMap(pairsOf));
    const axes = {
      reduction: ["mean", "sum", "none", "weightedMean"],
      dtype: ["f32", "f16", "bf16"],
      weights: ["none", "full", "leading", "number"],
      checkInputs: [true, false],
      gradients: ["all", "none"],
    };
    const pairs = Object.entries(axes).flatMap(([a, first], i) =>
      Object.entries(axes)
        .slice(i + 1)
        .flatMap(([b, second]) => first.flatMap((x) => second.flatMap((y) => pairsOf({ [a]: x, [b]: y })))),
    );
    expect(pairs.filter((pair) => !found.has(pair))).toEqual([]);
  });
});
