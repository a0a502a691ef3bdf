/** `fusedloss/tfjs`: gradients through TensorFlow.js are those of the reference, and a model learns by them. */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-webgpu";
// The core alone cannot differentiate; the package `@tensorflow/tfjs` imports this too.
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine as createOther, type Engine } from "../../src/engine/engine.js";
import { InvalidInputError, NoDeviceError, ShapeError, UnsupportedError } from "../../src/errors.js";
import { huber, mse, softmaxCrossEntropy, weightedSum } from "../../src/index.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { tensor } from "../../src/tensor.js";
import { createEngine, tfLoss } from "../../src/tfjs.js";
import { randomFrom } from "../cases/random.js";
import { rejection } from "../gpu/desk.js";
import { printedBy } from "../setup/printedBy.js";

let engine: Engine;
beforeAll(async () => {
  tf.registerBackend("none", () => new tf.KernelBackend(), 0);
  await tf.setBackend("none");
  const error = await rejection(NoDeviceError, createEngine());
  expect(error.message).toMatch(/await tf\.setBackend\("webgpu"\)/);
  await tf.setBackend("webgpu");
  engine = await createEngine();
});
afterAll(() => engine.destroy());

const draw = randomFrom(5);
const [n, classes] = [37, 7];
const logits = Float32Array.from({ length: n * classes }, () => 6 * draw() - 3);
const labels = Int32Array.from({ length: n }, () => Math.floor(draw() * classes));
const inputs = { logits: tensor(logits, [n, classes]), labels };
const shapes = { logits: [n, classes], labels: [n] };

async function close(found: tf.Tensor, wanted: ArrayLike<number>, within = 1e-6): Promise<void> {
  const data = await found.data();
  expect(data.length).toBe(wanted.length);
  const worst = Math.max(...Array.from(data, (value, i) => Math.abs(value - (wanted[i] as number))));
  expect(worst).toBeLessThan(within);
}

describe("tfLoss", () => {
  it("gives loss and gradient, also times an upstream gradient, also after tensors that are still computed", async () => {
    const f = await tfLoss(engine, softmaxCrossEntropy({ labelSmoothing: 0.1 }), shapes);
    const wanted = evaluate(softmaxCrossEntropy({ labelSmoothing: 0.1 }), inputs);
    const [x, y] = [tf.tensor(logits, [n, classes]), tf.tensor1d(labels, "int32")];
    const { value, grad } = tf.valueAndGrad((z: tf.Tensor) => f({ logits: z, labels: y }) as tf.Scalar)(x);
    await close(value, [wanted.loss]);
    await close(grad, wanted.gradients.logits);
    const scaled = tf.valueAndGrad((z: tf.Tensor) =>
      tf.mul<tf.Scalar>(3, f({ logits: tf.mul(z, 0.5), labels: y })),
    )(x);
    const half = {
      ...inputs,
      logits: tensor(
        logits.map((one) => one / 2),
        [n, classes],
      ),
    };
    const halved = evaluate(softmaxCrossEntropy({ labelSmoothing: 0.1 }), half);
    await close(scaled.value, [3 * halved.loss]);
    await close(
      scaled.grad,
      halved.gradients.logits.map((one) => 1.5 * one),
    );
    // Earlier results are not overwritten by later calls.
    await close(value, [wanted.loss]);
    await close(grad, wanted.gradients.logits);
    f.destroy();
    expect(() => f({ logits: x, labels: y })).toThrow(UnsupportedError);
  });

  it("differentiates by several inputs, and of losses by item", async () => {
    const [p, t] = [logits.subarray(0, 40), logits.subarray(40, 80)];
    const f = await tfLoss(engine, huber(), { predictions: [40], targets: [40] }, { reduction: "none" });
    const weights = tf.tensor1d(Float32Array.from({ length: 40 }, (_, i) => i));
    const run = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(weights, f({ predictions: a, targets: b })));
    const [da, db] = tf.grads(run as never)([tf.tensor1d(p), tf.tensor1d(t)]) as tf.Tensor[];
    const scale = Array.from({ length: 40 }, (_, i) => i);
    const wanted = evaluate(
      huber(),
      { predictions: p, targets: t },
      { reduction: "none", gradientScale: scale },
    );
    await close(da as tf.Tensor, wanted.gradients.predictions, 1e-5);
    await close(db as tf.Tensor, wanted.gradients.targets, 1e-5);
    expect(f({ predictions: tf.tensor1d(p), targets: tf.tensor1d(t) }).shape).toEqual([40]);
  });

  it("trains a model by minimize, with no tensor left over", async () => {
    const w = tf.variable(tf.zeros([3, 2]));
    const x = tf.tensor(
      Float32Array.from({ length: 96 }, () => draw() - 0.5),
      [32, 3],
    );
    const truth = tf.tensor2d([2, -1, 0, 1, -3, 1], [3, 2]);
    const y = tf.tidy(() => tf.cast(tf.argMax(tf.matMul(x, truth), 1), "int32"));
    const sum = weightedSum([
      { loss: softmaxCrossEntropy() },
      { loss: mse(), weight: 0.01, inputs: { predictions: "logits", targets: "zeros" } },
    ]);
    const f = await tfLoss(
      engine,
      sum,
      { logits: [32, 2], labels: [32], zeros: [32, 2] },
      { gradients: ["logits"] },
    );
    const zeros = tf.zeros([32, 2]);
    const optimizer = tf.train.sgd(2);
    const step = () =>
      optimizer.minimize(
        () => f({ logits: tf.matMul(x, w), labels: y, zeros }) as tf.Scalar,
        true,
      ) as tf.Scalar;
    const first = await step().data();
    const before = tf.memory().numTensors;
    for (let k = 0; k < 15; k++) step().dispose();
    expect(tf.memory().numTensors).toBe(before);
    const last = await step().data();
    expect(last[0]).toBeLessThan(0.5 * (first[0] as number));
    const right = tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.argMax(tf.matMul(x, w), 1), y), "float32")));
    expect((await right.data())[0]).toBeGreaterThan(0.9);
  });

  it("works as docs/integration.md says", async () => {
    expect(await printedBy(() => import("program:docs/integration.md/3"))).toEqual(["4.5", "-2.5"]);
  });

  it("refuses what does not fit", async () => {
    const f = await tfLoss(engine, softmaxCrossEntropy(), shapes);
    const x = tf.zeros([n, classes]);
    const y = tf.tensor1d(labels, "int32");
    expect(() => f({ logits: tf.zeros([n, 3]), labels: y })).toThrow(ShapeError);
    expect(() => f({ logits: x })).toThrow(/input "labels" is missing; it was compiled with/);
    expect(() => f({ logits: x, labels: tf.tensor1d(labels, "float32") })).toThrow(
      /labels has dtype f32 and was compiled with i32/,
    );
    expect(() => f({ logits: x, labels: tf.zeros([n], "bool") })).toThrow(
      /dtype bool; cast it to float32, or to int32/,
    );
    expect(() => f({ logits: logits as never, labels: y })).toThrow(
      /logits is no tensor of this TensorFlow\.js/,
    );
    await rejection(
      InvalidInputError,
      tfLoss(engine, softmaxCrossEntropy(), shapes, { accumulate: true } as never),
    );
    const other = await createOther();
    const error = await rejection(
      InvalidInputError,
      tfLoss(other, mse(), { predictions: [1], targets: [1] }),
    );
    expect(error.message).toMatch(/another device than TensorFlow\.js/);
    other.destroy();
  });
});
