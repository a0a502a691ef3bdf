/** Several losses and metrics over one stream: each is what it is of the whole, and shards add up by name. */
import { describe, expect, it } from "vitest";
import { createEngine } from "../../../src/engine/engine.js";
import { InvalidInputError, UnsupportedError } from "../../../src/errors.js";
import {
  accuracy,
  f1,
  finishPartial,
  huber,
  meanAbsoluteError,
  mergePartials,
  mse,
  perplexity,
  rmse,
  rocAuc,
  rootMeanSquaredError,
  softmaxCrossEntropy,
} from "../../../src/index.js";
import { evaluate } from "../../../src/reference/evaluate.js";
import { measure } from "../../../src/reference/measure.js";
import { tensor } from "../../../src/tensor.js";
import { newDevice, rejection } from "../desk.js";
import { engine, prepare } from "../watched.js";
import { cut, items, pair, rows, sizes } from "./batches.js";

prepare();

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

  it("measures metrics beside losses, each as of the whole", async () => {
    const whole = { logits: tensor(rows.logits, [items, 7]), labels: rows.labels };
    const metrics = {
      accuracy: accuracy(),
      f1: { metric: f1({ average: "none" }), inputs: { labels: "labels" } },
      perplexity: perplexity(),
      rmse: { metric: rootMeanSquaredError() },
      swapped: { metric: meanAbsoluteError(), inputs: { predictions: "targets", targets: "predictions" } },
      loss: { metric: softmaxCrossEntropy(), inputs: { labels: "labels" } },
    };
    const found = await engine.measureStream(metrics, batches());
    const close = (value: unknown, right: unknown) =>
      expect([value].flat(2).map(Number)).toEqual(
        [right].flat(2).map((one) => expect.closeTo(Number(one), 5)),
      );
    close(found.accuracy, measure(accuracy(), whole));
    close([...(found.f1 as Float64Array)], [...(measure(f1({ average: "none" }), whole) as Float64Array)]);
    close(found.perplexity, measure(perplexity(), whole));
    close(found.rmse, measure(rootMeanSquaredError(), pair));
    close(found.swapped, measure(meanAbsoluteError(), pair));
    close(Math.log(found.perplexity as number), found.loss);
    expect(await engine.measureStream(accuracy(), [])).toBe(0);
  });

  it("keeps the scores of a metric that needs all of them, and has no partial of it", async () => {
    const scores = pair.predictions.map((x) => Math.round(4 * x));
    const targets = pair.targets.map((x) => (x > 0 ? 1 : 0));
    const metrics = { auc: rocAuc(), swapped: { metric: mse(), inputs: { predictions: "scores" } } };
    const found = await engine.measureStream(metrics, cut({ scores, targets }, sizes));
    expect(found.auc).toBe(measure(rocAuc(), { scores, targets }));
    expect(found.swapped).toBeCloseTo(evaluate(mse(), { predictions: scores, targets }).loss, 4);
    expect(await engine.measureStream(rocAuc(), [])).toBeNaN();
    targets[700] = 0.5;
    const error = await rejection(
      InvalidInputError,
      engine.measureStream(rocAuc(), cut({ scores, targets }, [1, 690, 20])),
    );
    expect(error).toMatchObject({ batch: 2, input: "targets", index: 9, value: 0.5 });
    expect(error.message).toMatch(/^batch 2: rocAuc: targets\[9\] is 0\.5/);
    const refused = engine.measureStream(metrics, [], { partial: true });
    expect((await rejection(UnsupportedError, refused)).message).toMatch(
      /rocAuc: without bins .* rocAuc\(\{ bins: 65536 \}\)/,
    );
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
