/** Streams: the loss of many batches is that of one; two batches alive at most; shards add up. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../src/engine/engine.js";
import { InvalidInputError, UnsupportedError } from "../../src/errors.js";
import {
  binaryCrossEntropyWithLogits,
  finishPartial,
  hingeGan,
  huber,
  l2,
  mergePartials,
  mse,
  type PartialResult,
  rmse,
  softmaxCrossEntropy,
  uncertaintyWeighted,
  weightedSum,
} from "../../src/index.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { tensor } from "../../src/tensor.js";
import { randomFrom } from "../cases/random.js";
import { newDevice, onGpu, rejection, watch } from "./desk.js";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ device: await newDevice() });
});
afterAll(() => engine.destroy());

const draw = randomFrom(41);
/** Numbers with an outlier here and there. */
const numbers = (n: number): Float32Array =>
  Float32Array.from({ length: n }, () => (draw() < 0.01 ? 50 : 3) * (draw() - 0.5));
const labels = (n: number, classes: number): Int32Array =>
  Int32Array.from({ length: n }, () => (draw() < 0.1 ? -100 : Math.floor(draw() * classes)));

type Arrays = Readonly<Record<string, Float32Array | Int32Array>>;

/** Cuts inputs into batches of so many items each; an input has so many elements per item. */
function* cut(inputs: Arrays, sizes: readonly number[], per: Readonly<Record<string, number>> = {}) {
  let first = 0;
  for (const size of sizes) {
    const batch = Object.entries(inputs).map(([name, data]) => {
      const each = per[name] ?? 1;
      const own = data.slice(first * each, (first + size) * each);
      return [name, each === 1 ? own : tensor(own, [size, each])] as const;
    });
    yield Object.fromEntries(batch);
    first += size;
  }
}

const sizes = [1, 700, 0, 33, 256, 10];
const items = sizes.reduce((a, b) => a + b, 0);
const pair = { predictions: numbers(items), targets: numbers(items) };
const weighed = { ...pair, weights: numbers(items).map(Math.abs) };
const rows = { logits: numbers(items * 7), labels: labels(items, 7) };
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
    const ignored = { logits: numbers(14), labels: Int32Array.of(-100, -100) };
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
    const inputs = { predictions: numbers(n), targets: numbers(n) };
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

describe("while a batch is computed", () => {
  const n = 20_000;
  const whole = { predictions: numbers(n), targets: numbers(n) };

  it("the next one is uploaded; two are alive at most", async () => {
    const device = await newDevice();
    const own = await createEngine({ device });
    const events: string[] = [];
    const { queue } = device;
    const write = queue.writeBuffer.bind(queue);
    queue.writeBuffer = (buffer, ...rest) => {
      if (/predictions$/.test(buffer.label)) events.push("upload");
      return write(buffer, ...(rest as [number, BufferSource]));
    };
    function* batches() {
      for (let k = 0; k < 5; k++) {
        events.push("fetch");
        yield whole;
      }
    }
    await own.evaluateStream(huber(), batches(), { onProgress: () => events.push("done") });
    const at = (what: string): number[] => events.flatMap((event, i) => (event === what ? [i] : []));
    const [fetched, uploaded, done] = [at("fetch"), at("upload"), at("done")];
    expect([fetched.length, uploaded.length, done.length]).toEqual([5, 5, 5]);
    for (let k = 1; k < 5; k++) {
      expect(uploaded[k]).toBeLessThan(done[k - 1] as number);
      // Two are alive at most: the third is fetched when the first is done.
      if (k > 1) expect(fetched[k]).toBeGreaterThan(done[k - 2] as number);
    }
    own.destroy();
    device.destroy();
  });

  it.each([
    ["equal", (_: number) => n],
    ["unequal", (k: number) => (k < 2 ? n : n - ((k * 7919) % 9000))],
  ])("memory stays flat: %s batches", async (_, sizeOf) => {
    const peak = async (chunks: number): Promise<number> => {
      const device = await newDevice();
      const seen = watch(device);
      const own = await createEngine({ device });
      let most = 0;
      function* batches() {
        for (let k = 0; k < chunks; k++) {
          most = Math.max(most, seen.bytes());
          yield {
            predictions: whole.predictions.subarray(0, sizeOf(k)),
            targets: whole.targets.subarray(0, sizeOf(k)),
          };
        }
        most = Math.max(most, seen.bytes());
      }
      await own.evaluateStream(huber(), batches());
      own.destroy();
      device.destroy();
      return most;
    };
    const [few, many] = [await peak(2), await peak(100)];
    expect(few).toBeGreaterThan(4 * n);
    expect(many / few).toBeLessThanOrEqual(1.2);
  });
});

describe("a stream that goes wrong", () => {
  it("names the batch, the input, the index and the value", async () => {
    const batches = [...cut(pair, [4, 4, 4])] as Record<string, Float32Array>[];
    (batches[1]?.targets as Float32Array)[2] = Number.NaN;
    const error = await rejection(InvalidInputError, engine.evaluateStream(huber(), batches));
    expect(error).toMatchObject({ input: "targets", index: 2, value: Number.NaN, batch: 1 });
    expect(error.message).toMatch(/^batch 1: huber: targets\[2\] is NaN/);
    // The engine is as it was.
    expect((await engine.evaluateStream(huber(), cut(pair, [4, 4, 4]))).count).toBe(12);
  });

  it("refuses what is misspelt or is no stream", async () => {
    const refuses = async (batches: unknown, words: RegExp, options = {}) => {
      const error = await rejection(
        InvalidInputError,
        engine.evaluateStream(huber(), batches as never, options),
      );
      expect(error.message).toMatch(words);
    };
    await refuses(
      [{ ...pair, target: pair.targets }],
      /batch 0: nothing in this stream reads the input "target"; .*did you mean "targets"/,
    );
    await refuses([{ predictions: pair.predictions }], /batch 0: huber: input "targets" is missing/);
    await refuses([7], /batch 0: a batch is 7; an object of inputs/);
    await refuses(7, /a stream is number; an \(async\) iterable/);
    await refuses(null, /a stream is null/);
    await refuses([], /there is no option "batch"/, { batch: 3 });
    await refuses([], /divisor is -1; it must be/, { divisor: -1 });
  });

  it("refuses what is no total over batches", async () => {
    const refuses = async (loss: never, words: RegExp, options = {}) => {
      const error = await rejection(UnsupportedError, engine.evaluateStream(loss, [], options));
      expect(error.message).toMatch(words);
    };
    await refuses(huber() as never, /reduction "none" of a stream/, { reduction: "none" });
    await refuses(huber() as never, /a stream has no gradients/, { gradients: true });
    await refuses(
      weightedSum([{ loss: mse() }, { loss: l2() }]) as never,
      /as a regulariser is, is no total/,
    );
    await refuses(uncertaintyWeighted([{ loss: mse() }]) as never, /its weights are trained/);
  });

  it("ends with the source's own error, and ends the source with its own", async () => {
    const broken = new Error("the file is cut short");
    let ended = 0;
    async function* source() {
      try {
        yield pair;
        throw broken;
      } finally {
        ended++;
      }
    }
    await expect(engine.evaluateStream(huber(), source())).rejects.toBe(broken);
    async function* endless() {
      try {
        for (;;) yield { predictions: [Number.POSITIVE_INFINITY], targets: [0] };
      } finally {
        ended++;
      }
    }
    await rejection(InvalidInputError, engine.evaluateStream(huber(), endless()));
    expect(ended).toBe(2);
  });

  it("stops at once when it is aborted, though the source says nothing", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    let returned = false;
    let asked = 0;
    const source: AsyncIterable<typeof pair> = {
      [Symbol.asyncIterator]: () => ({
        next: () => (asked++ === 0 ? Promise.resolve({ done: false, value: pair }) : new Promise(() => {})),
        return: async () => {
          returned = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const work = engine.evaluateStream(huber(), source, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 30);
    await expect(work).rejects.toBe(reason);
    expect(returned).toBe(true);
    const before = AbortSignal.abort(reason);
    await expect(engine.evaluateStream(huber(), [pair], { signal: before })).rejects.toBe(reason);
  });

  it("ends with the engine", async () => {
    const own = await createEngine({ device: engine.device });
    const forever = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
    const work = own.evaluateStream(binaryCrossEntropyWithLogits(), forever);
    own.destroy();
    await rejection(UnsupportedError, work);
  });
});

describe("measureStream", () => {
  const batches = () => cut({ ...pair, ...rows }, sizes, { logits: 7 });
  const wanted = {
    huber: evaluate(huber(), pair).loss,
    crossEntropy: evaluate(softmaxCrossEntropy(), { ...rows, logits: tensor(rows.logits, [items, 7]) }).loss,
    swapped: evaluate(mse(), { predictions: pair.targets, targets: pair.targets.map((x) => x) }).loss,
  };
  const asked = {
    huber: huber(),
    crossEntropy: { metric: softmaxCrossEntropy() },
    swapped: { metric: mse(), inputs: { predictions: "targets" } },
  };

  it("goes through the batches once for several losses, each with its own inputs", async () => {
    const found = await engine.measureStream(asked, batches());
    expect(Object.keys(found)).toEqual(Object.keys(wanted));
    for (const [key, value] of Object.entries(wanted))
      expect(Math.abs((found[key as "huber"] as number) - value)).toBeLessThanOrEqual(1e-6 * value);
    expect(await engine.measureStream(huber(), cut(pair, sizes))).toBeCloseTo(wanted.huber, 5);
  });

  it("uploads what several read once", async () => {
    const device = await newDevice();
    const own = await createEngine({ device });
    const seen: string[] = [];
    const write = device.queue.writeBuffer.bind(device.queue);
    device.queue.writeBuffer = (buffer, ...rest) => {
      if (/(predictions|targets)$/.test(buffer.label)) seen.push(buffer.label);
      return write(buffer, ...(rest as [number, BufferSource]));
    };
    await own.measureStream({ a: huber(), b: mse(), c: rmse() }, cut(pair, [1000]));
    expect(seen.sort()).toEqual(["fusedloss/stream/predictions", "fusedloss/stream/targets"]);
    own.destroy();
    device.destroy();
  });

  it("adds up shards by name", async () => {
    const shards = [];
    for (const batch of batches()) shards.push(await engine.measureStream(asked, [batch], { partial: true }));
    const found = finishPartial(shards.reduce(mergePartials)) as Record<string, number>;
    expect(found.huber).toBeCloseTo(wanted.huber, 5);
    expect(found.crossEntropy).toBeCloseTo(wanted.crossEntropy, 5);
  });

  it("refuses what it cannot measure", async () => {
    const refuses = async (
      type: new (...args: never[]) => Error,
      measured: unknown,
      words: RegExp,
      options = {},
    ) => {
      const error = await rejection(type, engine.measureStream(measured as never, batches(), options));
      expect(error.message).toMatch(words);
    };
    await refuses(InvalidInputError, {}, /there is nothing to measure/);
    await refuses(InvalidInputError, 7, /7|number/);
    await refuses(InvalidInputError, huber, /huber/);
    await refuses(InvalidInputError, { a: 7 }, /a is 7; a metric or loss, or/);
    await refuses(InvalidInputError, { a: { metric: huber(), input: {} } }, /a: there is no option "input"/);
    await refuses(
      InvalidInputError,
      { a: { metric: huber(), inputs: { target: "x" } } },
      /a: inputs names "target", which huber does not have; .*did you mean "targets"/,
    );
    await refuses(
      InvalidInputError,
      { a: softmaxCrossEntropy() },
      /nothing in this stream reads the input "predictions"/,
    );
    const both = { a: softmaxCrossEntropy(), b: { metric: mse(), inputs: { predictions: "labels" } } };
    await refuses(
      InvalidInputError,
      { ...both, c: huber() },
      /labels and targets were given; give exactly one/,
    );
    await refuses(InvalidInputError, { a: huber() }, /nothing in this stream reads the input "logits"/);
    await refuses(UnsupportedError, { a: huber() }, /a stream has no gradients/, { gradients: true });
    await refuses(InvalidInputError, { a: huber() }, /no option "reduction"/, { reduction: "sum" });
  });
});
