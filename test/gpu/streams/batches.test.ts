/** How a stream goes through its batches: two are alive at most, errors say which one it was, and the source is ended. */
import { describe, expect, it } from "vitest";
import { createEngine } from "../../../src/engine/engine.js";
import { InvalidInputError, UnsupportedError } from "../../../src/errors.js";
import {
  binaryCrossEntropyWithLogits,
  huber,
  l2,
  mse,
  uncertaintyWeighted,
  weightedSum,
} from "../../../src/index.js";
import { newDevice, rejection, watch } from "../desk.js";
import { engine, prepare } from "../watched.js";
import { cut, numbers, pair } from "./batches.js";

prepare();

describe("while a batch is computed", () => {
  const n = 60_000;
  const whole = { predictions: numbers(n, 1), targets: numbers(n, 2) };

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
    // A GPU that takes its time, however busy the machine is.
    const create = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      const buffer = create(descriptor);
      const map = buffer.mapAsync.bind(buffer);
      buffer.mapAsync = async (...given) => {
        await map(...given);
        await new Promise((resolve) => setTimeout(resolve, 5));
      };
      return buffer;
    };
    function* batches() {
      for (let k = 0; k < 8; k++) {
        events.push("fetch");
        yield whole;
      }
    }
    await own.evaluateStream(huber(), batches(), { onProgress: () => events.push("done") });
    const at = (what: string): number[] => events.flatMap((event, i) => (event === what ? [i] : []));
    const [fetched, uploaded, done] = [at("fetch"), at("upload"), at("done")];
    expect([fetched.length, uploaded.length, done.length]).toEqual([8, 8, 8]);
    for (let k = 1; k < 8; k++) {
      // The first batches wait for buffers to be made.
      if (k > 2) expect(uploaded[k]).toBeLessThan(done[k - 1] as number);
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
