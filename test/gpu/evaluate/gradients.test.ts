/** Where the gradients of a call come back: in memory, on the GPU, or in place of the input. */
import { describe, expect, it } from "vitest";
import { createEngine, huber, mse, rmse, tensor } from "../../../src/index.js";
import { evaluate as reference } from "../../../src/reference/evaluate.js";
import { compare } from "../../../src/reference/tolerance.js";
import { isTensor } from "../../../src/tensor.js";
import { floatsOf, onGpu, visible } from "../desk.js";
import { device, engine } from "../watched.js";
import { prepare, valuesOf } from "./agrees.js";

prepare();

/** Where a page is not isolated there is no shared memory. */
function shared(numbers: readonly number[]): Float32Array {
  if (typeof SharedArrayBuffer === "undefined") return Float32Array.from(numbers);
  const array = new Float32Array(new SharedArrayBuffer(4 * numbers.length));
  array.set(numbers);
  return array;
}

describe("gradients come back where inputs were", () => {
  const predictions = [0.5, 2, -1, 3];
  const slopes = [0.125, 0.25, -0.25, 0.25];

  it.each([
    ["plain numbers", predictions],
    ["float64", Float64Array.from(predictions)],
    ["float32", Float32Array.from(predictions)],
    ["memory that threads share", shared(predictions)],
    ["a tensor", tensor(predictions, [2, 2])],
    ["a 16-bit tensor", tensor(predictions, [2, 2], { dtype: "f16" })],
  ])("from %s: a flat Float32Array", async (_what, input) => {
    const shape = isTensor(input) ? input.shape : [4];
    const { gradients } = await engine.evaluate(huber(), {
      predictions: input,
      targets: tensor(new Float32Array(4), shape),
    });
    expect(gradients.predictions).toEqual(Float32Array.from(slopes));
    expect(gradients.targets).toEqual(Float32Array.from(slopes, (slope) => -slope));
  });

  it("from integers too", async () => {
    const { gradients } = await engine.evaluate(huber(), { predictions: Int16Array.of(2, -3), targets: 0 });
    expect(gradients.predictions).toEqual(Float32Array.of(0.5, -0.5));
  });

  it.each(["f32", "f16", "bf16"] as const)(
    "from the GPU in %s: a tensor there, like the input",
    async (dtype) => {
      const input = onGpu(device, predictions, [2, 2], { dtype });
      const { gradients } = await engine.evaluate(huber(), {
        predictions: input,
        targets: tensor(new Float32Array(4), [2, 2]),
      });
      const gradient = gradients.predictions;
      expect(isTensor(gradient)).toBe(true);
      expect([gradient.shape, gradient.dtype, gradient.offset]).toEqual([[2, 2], dtype, 0]);
      expect(gradient.buffer).not.toBe(input.buffer);
      expect(gradient.data.usage).toBe(visible);
      expect(await valuesOf(gradient)).toEqual(slopes);
      expect(gradients.targets).toBeInstanceOf(Float32Array);
      gradient.destroy();
      input.destroy();
    },
  );

  it("a gradient on the GPU is the caller's: it outlives the engine", async () => {
    const own = await createEngine({ device });
    const input = onGpu(device, predictions);
    const { gradients } = await own.evaluate(huber(), { predictions: input, targets: 0 });
    own.destroy();
    expect(await floatsOf(device, gradients.predictions.data)).toEqual(slopes);
    gradients.predictions.destroy();
  });

  it("and may be the next call's input", async () => {
    const input = onGpu(device, predictions);
    const { gradients } = await engine.evaluate(
      huber(),
      { predictions: input, targets: 0 },
      { reduction: "sum" },
    );
    const { loss } = await engine.evaluate(mse(), { predictions: gradients.predictions, targets: 0 });
    expect(loss).toBe((0.25 + 3) / 4);
  });

  it("inPlace: the input's own tensor", async () => {
    const input = onGpu(device, predictions);
    const { gradients, loss } = await engine.evaluate(
      huber(),
      { predictions: input, targets: [0, 0, 0, 0] },
      { inPlace: ["predictions"] },
    );
    expect(loss).toBe(4.625 / 4);
    expect(gradients.predictions.buffer).toBe(input.buffer);
    expect((await floatsOf(device, input.data)).slice(0, 4)).toEqual(slopes);
  });

  it("inPlace of one element that stands for all, of a loss that reads it twice", async () => {
    const predictions = [1, 2, 5];
    for (const loss of [rmse(), mse()]) {
      const input = onGpu(device, [0.5]);
      const inputs = { predictions, targets: input };
      const { gradients } = await engine.evaluate(loss, inputs, { inPlace: ["targets"] });
      const expected = reference(loss, { predictions, targets: 0.5 });
      expect(compare(gradients.predictions, expected.gradients.predictions)).toMatchObject({ ok: true });
      expect(gradients.targets.buffer).toBe(input.buffer);
      expect(compare(await valuesOf(gradients.targets), expected.gradients.targets)).toMatchObject({
        ok: true,
      });
    }
  });

  it("one element that stands for all has one gradient, the sum", async () => {
    const { gradients } = await engine.evaluate(huber(), { predictions, targets: 0 });
    expect(gradients.targets).toEqual(Float32Array.of(-0.375));
    const onDevice = await engine.evaluate(huber(), { predictions, targets: onGpu(device, [0]) });
    expect(await valuesOf(onDevice.gradients.targets)).toEqual([-0.375]);
    expect(onDevice.gradients.targets.shape).toEqual([1]);
  });

  it("under none each is multiplied by its own scale, however that is given", async () => {
    const options = { reduction: "none", gradients: ["predictions"] } as const;
    const scaled = [0.5, 2, -3, 4];
    for (const gradientScale of [
      [1, 2, 3, 4],
      Float64Array.of(1, 2, 3, 4),
      tensor([1, 2, 3, 4], [4], { dtype: "f16" }),
      onGpu(device, [1, 2, 3, 4]),
    ]) {
      const { gradients } = await engine.evaluate(
        huber(),
        { predictions, targets: 0 },
        { ...options, gradientScale },
      );
      expect([...gradients.predictions]).toEqual(scaled);
    }
    for (const gradientScale of [3, [3], tensor([3], [1, 1]), onGpu(device, [3])]) {
      const { loss, gradients } = await engine.evaluate(
        huber(),
        { predictions: 1.5, targets: 2 },
        { ...options, gradientScale },
      );
      expect([...loss, ...gradients.predictions]).toEqual([0.125, -1.5]);
    }
  });

  it("none are computed where none are wanted", async () => {
    const result = await engine.evaluate(huber(), { predictions, targets: 0 }, { gradients: false });
    expect(result).toEqual({ loss: 4.625 / 4, gradients: {}, count: 4, outputs: {} });
    const one = await engine.evaluate(huber(), { predictions, targets: 0 }, { gradients: ["targets"] });
    expect(Object.keys(one.gradients)).toEqual(["targets"]);
  });
});
