/** Calls one after the other and beside each other: the same bits, no disturbance, and no leak. */
import { describe, expect, it } from "vitest";
import {
  createEngine,
  type Engine,
  hingeGan,
  huber,
  InvalidInputError,
  rmse,
  softmaxCrossEntropy,
  tensor,
} from "../../../src/index.js";
import { newDevice, onGpu, rejection, watch } from "../desk.js";
import { device, engine, seen } from "../watched.js";
import { type AnyInputs, agrees, integers, numbers, prepare, run, tight } from "./agrees.js";

prepare();

describe("the same inputs give the same bits", () => {
  it("run after run, and on a fresh engine", async () => {
    const rows = 513;
    const inputs = { logits: tensor(numbers(rows * 37, 21), [rows, 37]), labels: integers(rows, 37, 22) };
    const flat = { predictions: numbers(70_001, 23), targets: 0.1 };
    const bits = async (on: Engine): Promise<string> => {
      const first = await run(on, softmaxCrossEntropy(), inputs);
      const second = await run(on, huber(), flat);
      return JSON.stringify([
        first.loss,
        [...(first.gradients.logits as Float32Array)],
        second.loss,
        [...(second.gradients.targets as Float32Array)],
      ]);
    };
    const once = await bits(engine);
    expect(await bits(engine)).toBe(once);
    const fresh = await createEngine({ device });
    expect(await bits(fresh)).toBe(once);
    fresh.destroy();
  });
});

describe("calls beside each other", () => {
  const calls = Array.from({ length: 20 }, (_, i) => ({
    loss:
      i % 3 === 0
        ? softmaxCrossEntropy({ labelSmoothing: i / 40 })
        : i % 3 === 1
          ? huber({ delta: 1 + i })
          : rmse(),
    inputs:
      i % 3 === 0
        ? { logits: tensor(numbers(700 * 5, i), [700, 5]), labels: integers(700, 5, i) }
        : { predictions: numbers(9_000 + i, i), targets: i / 7 },
  }));

  it("do not disturb each other", async () => {
    await Promise.all(calls.map(({ loss, inputs }) => agrees(engine, loss, inputs as AnyInputs)));
  });

  it("share a memoryLimit", async () => {
    await Promise.all(calls.map(({ loss, inputs }) => agrees(tight, loss, inputs as AnyInputs)));
  });

  it("one that fails takes no other with it", async () => {
    const bad = { predictions: [Number.NaN], targets: 0 };
    const mixed = calls
      .slice(0, 6)
      .flatMap(({ loss, inputs }) => [
        agrees(engine, loss, inputs as AnyInputs),
        rejection(InvalidInputError, engine.evaluate(huber(), bad)),
      ]);
    await Promise.all(mixed);
  });
});

describe("memory", () => {
  it("after 50 calls is what it was after 5", async () => {
    const own = await newDevice();
    const watched = watch(own);
    const mine = await createEngine({ device: own });
    const inputs = {
      logits: tensor(numbers(256 * 10, 1), [256, 10]),
      labels: integers(256, 10),
    };
    const onDevice = onGpu(own, numbers(3000));
    const held: [number, number][] = [];
    for (let i = 1; i <= 50; i++) {
      await mine.evaluate(softmaxCrossEntropy(), inputs);
      const { gradients } = await mine.evaluate(
        huber(),
        { predictions: onDevice, targets: i },
        { reduction: "sum" },
      );
      gradients.predictions.destroy();
      if (i % 7 === 0) {
        await rejection(
          InvalidInputError,
          mine.evaluate(huber(), { predictions: onDevice, targets: Number.NaN }),
        );
        await rejection(
          InvalidInputError,
          mine.evaluate(hingeGan.discriminator(), { real: onDevice, fake: [Number.NaN] }),
        );
        const controller = new AbortController();
        const work = mine.evaluate(
          huber(),
          { predictions: onDevice, targets: 0 },
          { signal: controller.signal },
        );
        controller.abort();
        await rejection(Error, work);
      }
      if (i === 10 || i === 50) held.push([watched.live.size, watched.bytes()]);
    }
    expect(held[1]).toEqual(held[0]);
    watched.reset();
    await mine.evaluate(softmaxCrossEntropy(), inputs);
    // The uniforms of the call; everything else comes from the pool.
    expect(watched.calls.createBuffer).toBe(1);
    expect(watched.calls.createComputePipelineAsync ?? 0).toBe(0);
    mine.destroy();
    onDevice.destroy();
    expect(watched.live.size).toBe(0);
    own.destroy();
  });

  it("of a call that is aborted is given back, gradients on the GPU too", async () => {
    const before = seen.live.size;
    const input = onGpu(device, numbers(1000));
    const controller = new AbortController();
    const work = engine.evaluate(huber(), { predictions: input, targets: 0 }, { signal: controller.signal });
    controller.abort();
    await expect(work).rejects.toBeInstanceOf(DOMException);
    input.destroy();
    const made = [...seen.live].slice(before).filter(({ label }) => label.includes("gradient/predictions"));
    expect(made).toEqual([]);
  });
});
