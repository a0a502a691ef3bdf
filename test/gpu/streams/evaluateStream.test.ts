/** The loss of many batches is that of one, and the partial results of shards add up to it. */
import { describe, expect, it } from "vitest";
import {
  finishPartial,
  hingeGan,
  huber,
  mergePartials,
  mse,
  type PartialResult,
  rmse,
  softmaxCrossEntropy,
  weightedSum,
} from "../../../src/index.js";
import { evaluate } from "../../../src/reference/evaluate.js";
import { tensor } from "../../../src/tensor.js";
import { onGpu } from "../desk.js";
import { engine, prepare } from "../watched.js";
import { type Arrays, cut, items, numbers, pair, rows, sizes, weighed } from "./batches.js";

prepare();

const classWeights = [1, 2, 0.5, 3, 0.25, 1, 1];

describe("the loss of a stream is that of all its batches as one", () => {
  it.each([
    ["mean", huber(), pair, {}],
    ["sum", huber(), pair, { reduction: "sum" }],
    ["weightedMean", huber({ delta: 0.3 }), weighed, { reduction: "weightedMean" }],
    ["a divisor of its own", mse(), pair, { divisor: 77 }],
    ["a root of the whole mean, not a mean of roots", rmse(), weighed, {}],
    ["rows, some ignored", softmaxCrossEntropy(), rows, {}],
    [
      "class weights, and a term they do not touch",
      softmaxCrossEntropy({ classWeights, zLoss: 0.3 }),
      rows,
      {},
    ],
    ["a GAN's two halves", hingeGan.discriminator(), { real: pair.predictions, fake: pair.targets }, {}],
    ["a weighted sum, term by term", sum(), { ...rows, ...pair }, {}],
  ] as const)("%s", async (_, loss, inputs, options) => {
    const found = await engine.evaluateStream(loss, cut(inputs, sizes, { logits: 7 }), options);
    const [whole] = cut(inputs, [items], { logits: 7 });
    const wanted = evaluate(loss, whole as never, { ...options, gradients: false });
    expect(Math.abs(found.loss - wanted.loss)).toBeLessThan(1e-6 * Math.abs(wanted.loss));
    expect(found.count).toBe(wanted.count);
    for (const [k, term] of (wanted.terms ?? []).entries()) expect(found.terms?.[k]).toBeCloseTo(term, 5);
  });

  function sum() {
    return weightedSum([
      { loss: huber(), weight: 2 },
      { loss: softmaxCrossEntropy(), weight: 0.5 },
      { loss: mse() },
    ]);
  }

  it("of nothing at all: zero, and nothing counted", async () => {
    const empty = { loss: 0, count: 0, gradients: {}, outputs: {} };
    expect(await engine.evaluateStream(huber(), [])).toEqual(empty);
    expect(await engine.evaluateStream(huber(), cut(pair, [0, 0]))).toEqual(empty);
    const ignored = { logits: numbers(14, 1), labels: Int32Array.of(-100, -100) };
    expect(await engine.evaluateStream(softmaxCrossEntropy(), cut(ignored, [1, 1], { logits: 7 }))).toEqual(
      empty,
    );
  });

  it("of tensors on the GPU, and of an async source; progress is told in items", async () => {
    async function* source() {
      for (const { predictions, targets } of cut(pair, [500, 500]))
        yield { predictions: onGpu(engine.device, predictions as Float32Array), targets };
    }
    const told: unknown[] = [];
    const found = await engine.evaluateStream(mse(), Object.assign(source(), { total: items }), {
      onProgress: (...now: unknown[]) => told.push(now),
    });
    const first = { predictions: pair.predictions.slice(0, 1000), targets: pair.targets.slice(0, 1000) };
    expect(found.loss).toBeCloseTo(evaluate(mse(), first).loss, 4);
    expect(told).toEqual([
      [500, items],
      [1000, items],
    ]);
  });
});

describe("partial results", () => {
  const partialOf = (loss: ReturnType<typeof huber>, inputs: Arrays, cuts: readonly number[]) =>
    Promise.all(
      [...cut(inputs, cuts)].map((batch) => engine.evaluateStream(loss, [batch], { partial: true })),
    );
  const copy = (partial: PartialResult): PartialResult => JSON.parse(JSON.stringify(partial));

  it("add up in any order and grouping, through JSON", async () => {
    const [a, b, c, d, e, f] = (await partialOf(rmse(), weighed, sizes)).map(copy) as PartialResult[];
    const left = [a, b, c, d, e, f].reduce((x, y) => mergePartials(x as never, y as never)) as PartialResult;
    const right = mergePartials(
      mergePartials(f as never, mergePartials(c as never, a as never)),
      mergePartials(e as never, mergePartials(b as never, d as never)),
    );
    const [one, two] = [finishPartial(left), finishPartial(copy(right))] as { loss: number; count: number }[];
    const wanted = evaluate(rmse(), weighed, { gradients: false });
    expect(one?.loss).toBeCloseTo(wanted.loss, 6);
    expect(Math.abs((one?.loss ?? 0) - (two?.loss ?? 1))).toBeLessThan(1e-12);
    expect([one?.count, two?.count]).toEqual([items, items]);
  });

  it("keep their precision over 10⁹ items", async () => {
    const n = 1_000_003;
    const inputs = { predictions: numbers(n, 1), targets: numbers(n, 2) };
    let partial = (await partialOf(mse(), inputs, [n]))[0] as PartialResult;
    for (let k = 0; k < 10; k++) partial = mergePartials(partial, copy(partial));
    const found = finishPartial(partial) as { loss: number; count: number };
    expect(found.count).toBe(n * 1024);
    const wanted = evaluate(mse(), inputs, { gradients: false }).loss;
    expect(Math.abs(found.loss / wanted - 1)).toBeLessThan(1e-6);
  });

  it("tell NaN and infinity through JSON", async () => {
    const bad = { predictions: Float32Array.of(1, Number.NaN), targets: Float32Array.of(0, 0) };
    const told = await engine.evaluateStream(mse(), [bad], { partial: true, checkInputs: false });
    expect(finishPartial(copy(told))).toMatchObject({ loss: Number.NaN, count: 2 });
    const masked = { logits: tensor([0, Number.NEGATIVE_INFINITY], [1, 2]), labels: [1] };
    const infinite = await engine.evaluateStream(softmaxCrossEntropy(), [masked], { partial: true });
    expect(finishPartial(copy(infinite))).toMatchObject({ loss: Number.POSITIVE_INFINITY, count: 1 });
  });

  it("of other losses, parameters or options do not merge", async () => {
    const make = (loss = huber(), options = {}) =>
      engine.evaluateStream(loss, cut(pair, [3]), { ...options, partial: true });
    const partial = await make();
    for (const other of [
      await make(mse()),
      await make(huber({ delta: 2 })),
      await make(huber(), { reduction: "sum" }),
    ])
      expect(() => mergePartials(partial, other)).toThrow(
        /mergePartials: the first is of huber .* and the second of/,
      );
    expect(() => mergePartials(partial, { loss: 1 } as never)).toThrow(/this is no partial result/);
    expect(() => finishPartial({ ...partial, version: 2 } as never)).toThrow(
      /has version 2, and this fusedloss reads version 1/,
    );
    const strange = { ...partial, entries: { loss: { ...partial.entries.loss, rule: "other" } } };
    expect(() => finishPartial(strange as never)).toThrow(/has the rule "other", which this version/);
  });
});
