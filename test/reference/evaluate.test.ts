import { describe, expect, it } from "vitest";
import { definitionOf } from "../../src/definition.js";
import { InvalidInputError, ShapeError, UnsupportedError } from "../../src/errors.js";
import { huber } from "../../src/losses/huber.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { tensor } from "../../src/tensor.js";
import { caught } from "./caught.js";

/** A GPU buffer, as far as it can be told without a GPU. */
const buffer = { size: 64, mapAsync() {}, getMappedRange() {} } as unknown as GPUBuffer;

// e = [0.5, 2, −1, 3], losses [0.125, 1.5, 0.5, 2.5], slopes [0.5, 1, −1, 1].
const predictions = [0.5, 2, -1, 3];
const targets = [0, 0, 0, 0];
const square = {
  predictions: [
    [0.5, 2],
    [-1, 3],
  ],
  targets: [
    [0, 0],
    [0, 0],
  ],
};

describe("reduction", () => {
  it("mean divides by the count, sum by nothing, none keeps the items", () => {
    const mean = evaluate(huber(), { predictions, targets });
    expect(mean).toEqual({
      loss: 4.625 / 4,
      gradients: {
        predictions: Float64Array.of(0.125, 0.25, -0.25, 0.25),
        targets: Float64Array.of(-0.125, -0.25, 0.25, -0.25),
      },
      count: 4,
    });
    const sum = evaluate(huber(), { predictions, targets }, { reduction: "sum", gradients: ["targets"] });
    expect(sum).toEqual({
      loss: 4.625,
      gradients: { targets: Float64Array.of(-0.5, -1, 1, -1) },
      count: 4,
    });
    const none = evaluate(huber(), { predictions, targets }, { reduction: "none", gradients: false });
    expect(none).toEqual({ loss: Float64Array.of(0.125, 1.5, 0.5, 2.5), gradients: {}, count: 4 });
  });

  it("sample weights multiply; mean divides by the count, weightedMean by their sum", () => {
    const inputs = { predictions, targets, weights: [1, 2, 0, 1] };
    expect(evaluate(huber(), inputs).loss).toBe((0.125 + 3 + 2.5) / 4);
    const weighted = evaluate(huber(), inputs, { reduction: "weightedMean", gradients: ["predictions"] });
    expect(weighted.loss).toBe((0.125 + 3 + 2.5) / 4);
    expect(weighted.gradients.predictions).toEqual(Float64Array.of(0.125, 0.5, 0, 0.25));
    const odd = { predictions, targets, weights: [1, 2, 0, 5] };
    expect(evaluate(huber(), odd).loss).toBe((0.125 + 3 + 12.5) / 4);
    expect(evaluate(huber(), odd, { reduction: "weightedMean" }).loss).toBe((0.125 + 3 + 12.5) / 8);
    expect(evaluate(huber(), odd, { reduction: "none" }).loss).toEqual(Float64Array.of(0.125, 3, 0, 12.5));
    expect(evaluate(huber(), odd).count).toBe(4);
  });

  it("weights of the leading axes weigh whole slices, as broadcast", () => {
    const result = evaluate(huber(), { ...square, weights: [1, 3] }, { reduction: "weightedMean" });
    expect(result.loss).toBe((1.625 + 9) / 8);
    expect(evaluate(huber(), { ...square, weights: 3 }, { reduction: "weightedMean" }).loss).toBe(4.625 / 4);
    expect(evaluate(huber(), { ...square, weights: 3 }).loss).toBe((3 * 4.625) / 4);
  });

  it("weights that add up to 0 give 0", () => {
    const result = evaluate(huber(), { predictions, targets, weights: 0 }, { reduction: "weightedMean" });
    expect(result.loss).toBe(0);
    expect(result.gradients.predictions).toEqual(new Float64Array(4));
    const cancelling = { predictions, targets, weights: [1, -1, 1, -1] };
    expect(evaluate(huber(), cancelling, { reduction: "weightedMean" }).loss).toBe(0);
  });

  it("a divisor replaces that of the means, and only theirs", () => {
    const inputs = { predictions, targets, weights: [1, 2, 0, 1] };
    for (const divisor of [10, [10], tensor([10])]) {
      expect(evaluate(huber(), inputs, { divisor }).loss).toBe(0.5625);
      const options = { divisor, reduction: "weightedMean", gradients: ["predictions"] } as const;
      expect(evaluate(huber(), inputs, options).gradients.predictions).toEqual(
        Float64Array.of(0.05, 0.2, 0, 0.1),
      );
    }
    for (const reduction of ["sum", "none"] as const) {
      const error = caught(InvalidInputError, () => evaluate(huber(), inputs, { divisor: 10, reduction }));
      expect(error.message).toBe(
        `huber: divisor was given with reduction "${reduction}", which divides by nothing; use "mean" or "weightedMean", or leave divisor out.`,
      );
    }
    for (const divisor of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const error = caught(InvalidInputError, () => evaluate(huber(), inputs, { divisor }));
      expect(error.message).toBe(`huber: divisor is ${divisor}; it must be a finite number > 0.`);
    }
  });

  it("nothing to count is 0", () => {
    const inputs = { predictions: new Float32Array(0), targets: new Float32Array(0) };
    expect(evaluate(huber(), inputs)).toEqual({
      loss: 0,
      gradients: { predictions: new Float64Array(0), targets: new Float64Array(0) },
      count: 0,
    });
    expect(evaluate(huber(), inputs, { reduction: "none" }).loss).toEqual(new Float64Array(0));
    expect(evaluate(huber(), { predictions: [], targets: 1 }).gradients.targets).toEqual(Float64Array.of(0));
  });
});

describe("gradientScale", () => {
  it("multiplies every gradient and leaves the loss", () => {
    for (const gradientScale of [4, [4], tensor([4], [1, 1])]) {
      const { loss, gradients } = evaluate(huber(), { predictions, targets }, { gradientScale });
      expect(loss).toBe(4.625 / 4);
      expect(gradients.predictions).toEqual(Float64Array.of(0.5, 1, -1, 1));
    }
  });

  it("under none may be shaped like the loss", () => {
    const gradientScale = tensor([1, 2, 3, 4], [2, 2]);
    const { gradients } = evaluate(huber(), square, { gradientScale, reduction: "none" });
    expect(gradients.predictions).toEqual(Float64Array.of(0.5, 2, -3, 4));
    const error = caught(ShapeError, () => evaluate(huber(), square, { gradientScale: [1, 2, 3, 4] }));
    expect(error.message).toBe(
      'huber: gradientScale has shape [4]; with reduction "mean" it must be one number.',
    );
    const flat = { gradientScale: [1, 2, 3, 4], reduction: "none" } as const;
    expect(caught(ShapeError, () => evaluate(huber(), square, flat)).message).toBe(
      'huber: gradientScale has shape [4]; with reduction "none" it must be one number, or the shape of the loss, [2, 2].',
    );
  });
});

describe("inputs", () => {
  it("one element stands for all, and its gradient is the sum", () => {
    const { loss, gradients } = evaluate(huber(), { predictions, targets: 0 });
    expect(loss).toBe(4.625 / 4);
    expect(gradients.targets).toEqual(Float64Array.of(-1.5 / 4));
    expect(evaluate(huber(), { predictions: [[0]], targets: [1, 1] }).gradients.predictions).toEqual(
      Float64Array.of(-1),
    );
  });

  it("float64 stays float64, tensor() rounds, and 16 bits are read at their exact value", () => {
    const at = (given: Parameters<typeof evaluate>[1]["predictions"]) =>
      evaluate(huber({ delta: 100 }), { predictions: given, targets: 0 } as never).loss;
    expect(at(Float64Array.of(0.1))).toBe(0.5 * 0.1 ** 2);
    expect(at([0.1])).toBe(0.5 * 0.1 ** 2);
    expect(at(tensor([0.1]))).toBe(0.5 * Math.fround(0.1) ** 2);
    expect(at(tensor([0.1], [1], { dtype: "f16" }))).toBe(0.5 * 0.0999755859375 ** 2);
    expect(at(tensor([0.1], [1], { dtype: "bf16" }))).toBe(0.5 * 0.10009765625 ** 2);
    expect(at(Int8Array.of(-3))).toBe(4.5);
  });

  it("on the GPU are refused", () => {
    for (const given of [buffer, tensor(buffer, [4])]) {
      const error = caught(UnsupportedError, () =>
        evaluate(huber(), { predictions: given, targets } as never),
      );
      expect(error.message).toBe(
        "huber: predictions is on the GPU, and the reference computes on the CPU; read it back first (copy it to a MAP_READ buffer) and give the numbers.",
      );
    }
    const divisor = tensor(buffer, [1]);
    expect(
      caught(UnsupportedError, () => evaluate(huber(), { predictions, targets }, { divisor })).message,
    ).toMatch(/^huber: divisor is on the GPU/);
  });
});

describe("checkInputs", () => {
  it("names the first input in the contract's order, and its first place", () => {
    const bad = { predictions: [0, 1, Number.NaN, Number.NaN], targets: [Number.POSITIVE_INFINITY, 0, 0, 0] };
    const error = caught(InvalidInputError, () =>
      evaluate(huber(), { ...bad, weights: [Number.NaN, 1, 1, 1] }),
    );
    expect(error.message).toBe(
      "huber: predictions[2] is NaN, the first of 2 such values; it must be finite. Correct the data, or pass checkInputs: false to let such items be NaN.",
    );
    expect(error).toMatchObject({ input: "predictions", index: 2, value: Number.NaN });
    const weights = [1, 1, Number.POSITIVE_INFINITY, 1];
    expect(
      caught(InvalidInputError, () => evaluate(huber(), { predictions, targets, weights })),
    ).toMatchObject({
      input: "weights",
      index: 2,
      value: Number.POSITIVE_INFINITY,
    });
  });

  it("off, an invalid item is NaN and the others are right", () => {
    const inputs = { predictions: [0.5, Number.NaN, -1, 3], targets };
    const none = evaluate(huber(), inputs, { checkInputs: false, reduction: "none" });
    expect(none.loss).toEqual(Float64Array.of(0.125, Number.NaN, 0.5, 2.5));
    const mean = evaluate(huber(), inputs, { checkInputs: false });
    expect(mean.loss).toBeNaN();
    expect(mean.count).toBe(4);
    expect(mean.gradients.predictions).toEqual(Float64Array.of(0.125, Number.NaN, -0.25, 0.25));
    expect(mean.gradients.targets).toEqual(Float64Array.of(-0.125, Number.NaN, 0.25, -0.25));
  });

  it("off, a weight of NaN spoils its item, and a divisor that it enters", () => {
    const inputs = { predictions, targets, weights: [1, Number.NaN, 1, Number.POSITIVE_INFINITY] };
    const mean = evaluate(huber(), inputs, { checkInputs: false, gradients: ["predictions"] });
    expect(mean.loss).toBeNaN();
    expect(mean.gradients.predictions).toEqual(Float64Array.of(0.125, Number.NaN, -0.25, Number.NaN));
    const weighted = evaluate(huber(), inputs, { checkInputs: false, reduction: "weightedMean" });
    expect(weighted.gradients.predictions.every(Number.isNaN)).toBe(true);
  });
});

describe("refusals", () => {
  const inputs = { predictions, targets };
  it.each([
    [
      { reducton: "sum" },
      /^huber: there is no option "reducton"; it takes .* \(did you mean "reduction"\?\)\.$/,
    ],
    [
      { reduction: "average" },
      /^huber: reduction is "average"; it must be one of mean, sum, none, weightedMean\.$/,
    ],
    [{ gradients: ["weights"] }, /^huber: gradients names "weights", which is no input/],
    [{ gradientScale: Number.NaN }, /^huber: gradientScale is NaN; it must be a finite number\.$/],
    [{ checkInputs: "yes" }, /^huber: checkInputs is "yes"; it must be true or false\.$/],
  ])("%o", (options, message) => {
    expect(caught(InvalidInputError, () => evaluate(huber(), inputs, options as never)).message).toMatch(
      message,
    );
  });

  it("accepts the options that mean nothing on a CPU", () => {
    const options = { inPlace: [], signal: new AbortController().signal, onProgress() {} };
    expect(evaluate(huber(), inputs, options).loss).toBe(4.625 / 4);
  });

  it("an output that the loss does not offer", () => {
    const error = caught(UnsupportedError, () => evaluate(huber(), inputs, { outputs: ["entropy"] }));
    expect(error.message).toBe('huber: there is no output "entropy"; it offers none.');
  });

  it("a descriptor without its definition, a factory, and what is no loss", () => {
    const cloned = structuredClone(huber({ delta: 2 }));
    expect(cloned[definitionOf]).toBeUndefined();
    expect(caught(InvalidInputError, () => evaluate(cloned, inputs)).message).toBe(
      "huber: this descriptor is a copy without its definition, which structuredClone, postMessage and JSON leave behind; call the factory again: huber(copy.params).",
    );
    expect(caught(InvalidInputError, () => evaluate(huber as never, inputs)).message).toBe(
      "loss is the function huber; call it, as in huber(), to get the loss.",
    );
    expect(caught(InvalidInputError, () => evaluate(null as never, inputs)).message).toBe(
      "loss is null; a loss such as huber() was wanted.",
    );
  });
});
