/**
 * Every loss on the GPU against the float64 reference: the settings of `test/cases/matrix.ts` on the data of
 * `test/cases/data.ts`, in Node on Dawn and in a browser.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { softmaxCrossEntropy } from "../../src/losses/softmaxCrossEntropy.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { verify } from "../../src/reference/verify.js";
import { tensor } from "../../src/tensor.js";
import { definitionOfLoss, factories } from "../cases/catalogue.js";
import { asTensor, type HardInput, hardElements } from "../cases/data.js";
import { type Case, casesIn } from "../cases/hardCases.js";
import { batchesOf, pairsOf, type Subject, subjects } from "../cases/matrix.js";
import { type Bench, complaints, inParallel, isBrowser, openBench } from "./harness.js";
import { compare } from "./tolerance.js";

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

/** The dtypes in which some losses are taken in full, each in one of the runtimes; pairs of settings are in both. */
const inFull: readonly string[] = isBrowser ? ["f32"] : ["f16", "bf16"];

/** A test for each loss, and for each dtype of those that are taken in full. */
const tests = subjects.flatMap((subject): [string, Subject, readonly string[]][] =>
  subject.coverage === "product"
    ? inFull.map((dtype) => [`${subject.address} · ${dtype}`, subject, [dtype]])
    : [[subject.address, subject, dtypes]],
);

/** How many sets of parameters there are; a list is as long as the data ask, but one of two numbers. */
function variantsIn(list: readonly Case[]): number {
  const texts = list.map(({ loss }) => JSON.stringify({ ...loss.params, classAxis: undefined }));
  return new Set(texts.map((text) => text.replace(/\[([^,]*,){2}.*?\]/g, "[]"))).size;
}

describe("GPU and reference agree", () => {
  it.each(tests)("%s", async (_, subject, own) => {
    const batches = batchesOf(subject)
      .map((batch, number) => ({ batch, number }))
      .filter(({ batch }) => own.includes(batch.settings[0]?.dtype ?? ""));
    // In full, bf16 goes the ways of f16, but for how a number is packed: every second batch will do.
    const every = own.length === 1 && own[0] === "bf16" ? 2 : 1;
    const list = batches
      .filter((_, at) => at % every === 0)
      .flatMap(({ batch, number }) => casesIn(subject, batch, number));
    cases += list.length;
    expect(list.some(({ twice }) => twice)).toBe(true);
    expect(variantsIn(list)).toBeGreaterThanOrEqual(subject.variants.length);
    const found = await inParallel(list, (one) => complaints(bench.engine, one));
    // A fault of a family shows everywhere: the first places are enough.
    expect(found.slice(0, 20)).toEqual([]);
  });
});

describe("discriminators", () => {
  const made = factories.filter((make) => definitionOfLoss(make()).parts);
  it.each(made.map((make) => [make.info.name, make] as const))("losses/%s", async (name, make) => {
    const halves = (definitionOfLoss(make()).parts ?? []).map(({ loss }, i) => {
      // The halves need not have one shape.
      const shape = i ? [7, 11] : [33];
      const { inputs } = hardElements(loss, shape, "usual", i);
      return { ...inputs, [i ? "fakeWeights" : "realWeights"]: weightsOf(shape[0] as number) };
    });
    const given = Object.entries(Object.assign({}, ...halves) as Record<string, HardInput>);
    for (const reduction of ["mean", "sum", "weightedMean"] as const) {
      const inputs = Object.fromEntries(given.map(([key, input]) => [key, asTensor(input, "f32")]));
      const found = await verify(bench.engine as never, make(), inputs as never, {
        reduction,
        gradientScale: -2,
      });
      expect(found, `${name} · ${reduction}`).toMatchObject({ ok: true });
      cases++;
    }
  });

  function weightsOf(length: number): HardInput {
    return { shape: [length], values: Float64Array.from({ length }, (_, i) => [1, 0, 2.5][i % 3] as number) };
  }
});

describe("long rows", () => {
  it.each([32_000, 32_001])(
    "losses/softmaxCrossEntropy · C=%i: sums of many equal terms keep their digits",
    async (classes) => {
      const rows = 33;
      const loss = softmaxCrossEntropy();
      for (const gap of [0.1, 0.3]) {
        // One class leads: every other adds the same e^−gap, and rounds it in the same direction.
        const values = Float32Array.from({ length: rows * classes }, (_, i) => (i % classes === 5 ? gap : 0));
        const logits = tensor(values, [rows, classes]);
        const labels = new Int32Array(rows).fill(3);
        const found = await bench.engine.evaluate(loss, { logits, labels }, { reduction: "none" });
        // All rows are one.
        const one = { logits: tensor(values.subarray(0, classes), [1, classes]), labels: [3] };
        const wanted = evaluate(loss, one, { reduction: "none" });
        for (const row of [0, rows - 1]) {
          const gradient = found.gradients.logits.subarray(row * classes, (row + 1) * classes);
          expect(compare([found.loss[row] as number], wanted.loss).ok).toBe(true);
          expect(compare(gradient, wanted.gradients.logits, { size: 1 / classes }).ok).toBe(true);
        }
      }
    },
  );
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
