/** Losses of overlap beyond what all rowwise losses are held to: which input is given, and rows along the batch. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeHalf } from "../../src/check/half.js";
import { InvalidInputError, ShapeError, UnsupportedError } from "../../src/errors.js";
import { dice } from "../../src/losses/dice.js";
import { softF1 } from "../../src/losses/softF1.js";
import { tversky } from "../../src/losses/tversky.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { compare } from "../../src/reference/tolerance.js";
import { verify } from "../../src/reference/verify.js";
import { tensor } from "../../src/tensor.js";
import { normal, randomFrom } from "../cases/catalogue.js";
import { bufferOf, bytesOf } from "./desk.js";
import { type Bench, openBench } from "./harness.js";

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => {
  bench.report("overlaps", 0);
  bench.engine.destroy();
});

const thrown = (work: Promise<unknown>): Promise<unknown> => work.catch((reason: Error) => reason);

describe("one of logits and probabilities", () => {
  const targets = [[1, 0]];

  it("is given, and has the gradient", async () => {
    const { engine } = bench;
    const found = await engine.evaluate(dice(), { logits: [[0, 0]], targets });
    expect(Object.keys(found.gradients)).toEqual(["logits"]);
    const both = { logits: [[0, 0]], probabilities: [[0.5, 0.5]], targets };
    for (const inputs of [both, { targets }]) {
      expect(await thrown(engine.evaluate(dice(), inputs))).toBeInstanceOf(InvalidInputError);
      expect(() => evaluate(dice(), inputs)).toThrow("give exactly one of logits and probabilities");
    }
    const asked = engine.evaluate(dice(), { logits: [[0, 0]], targets }, { gradients: ["probabilities"] });
    expect(await thrown(asked)).toBeInstanceOf(UnsupportedError);
  });

  it("probabilities are in [0, 1], but unchecked any real p and t do (Keras, TverskyTest, −0.29629636)", async () => {
    // Keras' alpha weighs what is in y_true only, its beta what is in y_pred only: the other way round than here.
    const loss = tversky({ alpha: 0.8, beta: 0.2, smooth: 0 });
    const inputs = { probabilities: [[4, 1, 6, 1]], targets: [[1, 2, 1, 2]] };
    expect(await thrown(bench.engine.evaluate(loss, inputs))).toMatchObject({
      input: "probabilities",
      index: 0,
    });
    const found = await bench.engine.evaluate(loss, inputs, { checkInputs: false });
    expect(found.loss).toBeCloseTo(-0.29629636, 6);
    expect(evaluate(loss, inputs, { checkInputs: false }).loss).toBeCloseTo(-0.29629636, 6);
  });
});

describe("softF1", () => {
  it("takes two axes, and says so", async () => {
    for (const shape of [[6], [1, 2, 3]]) {
      const inputs = {
        logits: tensor(new Float32Array(6), shape),
        targets: tensor(new Float32Array(6), shape),
      };
      const error = await thrown(bench.engine.evaluate(softF1(), inputs));
      expect(error).toBeInstanceOf(ShapeError);
      expect((error as Error).message).toBe(
        `softF1: logits has shape [${shape.join(", ")}]; it takes two axes, [N, C], and gives one loss per class.`,
      );
    }
    expect(() => softF1({ classAxis: 0 } as never)).toThrow('there is no parameter "classAxis"');
  });

  it("has nothing to say of an empty batch", async () => {
    const inputs = {
      logits: tensor(new Float32Array(0), [0, 3]),
      targets: tensor(new Float32Array(0), [0, 3]),
    };
    for (const reduction of ["mean", "sum", "weightedMean"] as const) {
      const { loss, count, gradients } = await bench.engine.evaluate(softF1(), inputs, { reduction });
      expect([loss, count, gradients.logits.length]).toEqual([0, 0, 0]);
      expect(evaluate(softF1(), inputs, { reduction })).toMatchObject({ loss: 0, count: 0 });
    }
  });

  it("weighs classes, over batches of any length", async () => {
    const random = randomFrom(3);
    for (const [batch, classes] of [
      [1, 3],
      [33, 4],
      [2500, 5],
    ] as const) {
      const numbers = (of: () => number) =>
        tensor(Float32Array.from({ length: batch * classes }, of), [batch, classes]);
      const inputs = {
        logits: numbers(() => 3 * normal(random)),
        targets: numbers(() => (random() < 0.3 ? 1 : 0)),
        weights: Float32Array.from({ length: classes }, (_, c) => c),
      };
      for (const reduction of ["mean", "weightedMean", "none"] as const) {
        const found = await verify(bench.engine as never, softF1(), inputs as never, { reduction });
        expect(found, `${batch} · ${reduction}`).toMatchObject({ ok: true });
      }
    }
  });

  it("leaves the gradient of 16-bit rows of odd length where the logits were", async () => {
    const { device } = bench.engine;
    const logits = tensor([0.5, -1, 2, 0, 3, -0.5, 1, 1, -2], [3, 3], { dtype: "f16" });
    const targets = tensor([1, 0, 1, 0, 1, 1, 0, 0, 1], [3, 3]);
    const shapes = { logits: { shape: [3, 3], dtype: "f16" }, targets: [3, 3] } as const;
    const step = await bench.engine.compile(softF1(), shapes, { inPlace: ["logits"] });
    const buffer = bufferOf(device, logits.data, { size: 20 });
    const encoder = device.createCommandEncoder();
    step.encode(encoder, { logits: buffer, targets: bufferOf(device, targets.data) });
    device.queue.submit([encoder.finish()]);
    const wanted = evaluate(softF1(), { logits, targets });
    expect(compare([(await step.read()).loss as number], [wanted.loss]).ok).toBe(true);
    const bits = new Uint16Array(await bytesOf(device, buffer, 0, 18));
    expect(compare(decodeHalf(bits, "f16"), wanted.gradients.logits, { dtype: "f16" }).ok).toBe(true);
    step.destroy();
  });
});
