import { describe, expect, it } from "vitest";
import { InvalidInputError, ShapeError, UnsupportedError } from "../../src/errors.js";
import * as losses from "../../src/losses/index.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { caught } from "./caught.js";

const {
  binaryCrossEntropyWithLogits,
  hingeGan,
  l1,
  l2,
  leastSquaresGan,
  mae,
  mse,
  rmse,
  softmaxCrossEntropy,
} = losses;
const masked = Number.NEGATIVE_INFINITY;

describe("regression", () => {
  // The example of scikit-learn's mean_squared_error and mean_absolute_error.
  const inputs = { predictions: [2.5, 0, 2, 8], targets: [3, -0.5, 2, 7] };

  it("mse 0.375, mae 0.5", () => {
    expect(evaluate(mse(), inputs).loss).toBe(0.375);
    expect(evaluate(mae(), inputs).loss).toBe(0.5);
    expect(evaluate(mse(), inputs).gradients.predictions).toEqual(Float64Array.of(-0.25, 0.25, 0, 0.5));
    expect(evaluate(mae(), inputs).gradients.targets).toEqual(Float64Array.of(0.25, -0.25, 0, -0.25));
  });

  it("weighted mse as Keras gives it", () => {
    // keras/src/losses/losses_test.py, MeanSquaredErrorTest: weights per sample of [2, 3] values.
    const keras = {
      targets: [
        [1, 9, 2],
        [-5, -2, 6],
      ],
      predictions: [
        [4, 8, 12],
        [8, 1, 3],
      ],
    };
    expect(evaluate(mse(), keras).loss).toBeCloseTo(49.5, 12);
    expect(evaluate(mse(), { ...keras, weights: 2.3 }).loss).toBeCloseTo(113.85, 12);
    expect(evaluate(mse(), { ...keras, weights: [1.2, 3.4] }).loss).toBeCloseTo(767.8 / 6, 12);
  });

  it("rmse takes the root of the mean, weights inside", () => {
    // e² = [0.25, 0.25, 0, 1].
    const whole = evaluate(rmse(), inputs);
    expect(whole.loss).toBe(Math.sqrt(0.375));
    const slopes = [-0.5, 0.5, 0, 1].map((e) => e / (4 * Math.sqrt(0.375)));
    [...whole.gradients.predictions].forEach((slope, i) => {
      expect(slope).toBeCloseTo(slopes[i] as number, 14);
    });
    const weights = [1, 2, 0, 3];
    expect(evaluate(rmse(), { ...inputs, weights }).loss).toBe(Math.sqrt(3.75 / 4));
    expect(evaluate(rmse(), { ...inputs, weights }, { reduction: "weightedMean" }).loss).toBe(
      Math.sqrt(3.75 / 6),
    );
    expect(evaluate(rmse(), { ...inputs, weights }, { divisor: 15 }).loss).toBe(0.5);
    const exact = evaluate(rmse(), { predictions: [1, 2], targets: [1, 2] });
    expect([exact.loss, ...exact.gradients.predictions]).toEqual([0, 0, 0]);
    expect(caught(UnsupportedError, () => evaluate(rmse(), inputs, { reduction: "none" })).message).toMatch(
      /^rmse: reduction "none" has no meaning/,
    );
  });

  it("regularisers add up unless told otherwise", () => {
    const inputs = { parameters: [1, -2, 3] };
    expect(evaluate(l1(), inputs).loss).toBe(6);
    expect(evaluate(l2(), inputs)).toEqual({
      loss: 7,
      gradients: { parameters: Float64Array.of(1, -2, 3) },
      count: 3,
    });
    expect(evaluate(l1(), inputs, { reduction: "mean" }).loss).toBe(2);
  });
});

describe("masked logits of single elements", () => {
  it("probability 0: no gradient, no loss unless the target is positive", () => {
    const inputs = { logits: [masked, masked, 0, masked], targets: [0, 1, 1, 0.5] };
    const none = evaluate(binaryCrossEntropyWithLogits(), inputs, { reduction: "none" });
    expect(none.loss).toEqual(
      Float64Array.of(0, Number.POSITIVE_INFINITY, Math.LN2, Number.POSITIVE_INFINITY),
    );
    expect(none.gradients.logits).toEqual(Float64Array.of(0, 0, -0.5, 0));
    expect(evaluate(binaryCrossEntropyWithLogits(), inputs).loss).toBe(Number.POSITIVE_INFINITY);
    const weighed = { ...inputs, weights: [1, 0, 1, 0] };
    expect(evaluate(binaryCrossEntropyWithLogits(), weighed).loss).toBe(Math.LN2 / 4);
    const smoothed = binaryCrossEntropyWithLogits({ labelSmoothing: 0.1 });
    expect(evaluate(smoothed, { logits: [masked], targets: [0] }).loss).toBe(Number.POSITIVE_INFINITY);
  });

  it("posWeight goes along the last axis", () => {
    const inputs = {
      logits: [
        [0, 0],
        [0, 0],
      ],
      targets: [
        [1, 1],
        [0, 1],
      ],
    };
    const loss = binaryCrossEntropyWithLogits({ posWeight: [2, 3] });
    const found = evaluate(loss, inputs, { reduction: "none" }).loss;
    expect([...found].map((value) => value / Math.LN2)).toEqual([2, 3, 1, 3]);
    const short = binaryCrossEntropyWithLogits({ posWeight: [2, 3, 4] });
    expect(caught(ShapeError, () => evaluate(short, inputs)).message).toBe(
      "binaryCrossEntropyWithLogits: posWeight has 3 entries and there are 2; give one per entry of the last axis.",
    );
  });
});

describe("softmaxCrossEntropy", () => {
  // Row by row the softmax is [1/4, 3/4], [7/8, 1/8] and whatever is ignored.
  const logits = [
    [0, Math.log(3)],
    [Math.log(7), 0],
    [Number.NaN, 5],
  ];
  const labels = [1, 0, -100];
  const ce = [Math.log(4 / 3), Math.log(8 / 7)] as const;

  it("ignores rows altogether", () => {
    const mean = evaluate(softmaxCrossEntropy(), { logits, labels }, { outputs: ["logSumExp", "correct"] });
    expect(mean.loss).toBeCloseTo((ce[0] + ce[1]) / 2, 15);
    expect(mean.count).toBe(2);
    expectClose(mean.gradients.logits, [1 / 8, -1 / 8, -1 / 16, 1 / 16, 0, 0]);
    expect([...mean.gradients.logits.slice(4)]).toEqual([0, 0]);
    expectClose(mean.outputs?.logSumExp, [Math.log(4), Math.log(8), 0]);
    expectClose(mean.outputs?.correct, [1, 1, 0]);
    expectClose(evaluate(softmaxCrossEntropy(), { logits, labels }, { reduction: "none" }).loss, [...ce, 0]);
    const zero = softmaxCrossEntropy({ ignoreIndex: 0 });
    expect(evaluate(zero, { logits: logits.slice(0, 2), labels: [1, 0] }).count).toBe(1);
    const nothing = evaluate(softmaxCrossEntropy(), { logits, labels: [-100, -100, -100] });
    expect(nothing).toEqual({ loss: 0, gradients: { logits: new Float64Array(6) }, count: 0 });
  });

  it("class weights enter the divisor of mean, sample weights only that of weightedMean", () => {
    const loss = softmaxCrossEntropy({ classWeights: [2, 3] });
    const weights = [0.5, 4, 100];
    const weighed = 0.5 * 3 * ce[0] + 4 * 2 * ce[1];
    expect(evaluate(loss, { logits, labels }).loss).toBeCloseTo((3 * ce[0] + 2 * ce[1]) / 5, 15);
    expect(evaluate(loss, { logits, labels, weights }).loss).toBeCloseTo(weighed / 5, 15);
    const options = { reduction: "weightedMean" } as const;
    expect(evaluate(loss, { logits, labels, weights }, options).loss).toBeCloseTo(weighed / 9.5, 15);
    const plain = softmaxCrossEntropy();
    const sample = (0.5 * ce[0] + 4 * ce[1]) / 4.5;
    expect(evaluate(plain, { logits, labels, weights }, options).loss).toBeCloseTo(sample, 15);
    expect(evaluate(loss, { logits, labels, weights }, { divisor: 2 }).loss).toBeCloseTo(weighed / 2, 14);
  });

  it("soft targets divide by rows, class weights or not", () => {
    const loss = softmaxCrossEntropy({ classWeights: [2, 3] });
    const targets = [
      [0.5, 0.5],
      [1, 0],
    ];
    const sum = 0.5 * 2 * Math.log(4) + 0.5 * 3 * ce[0] + 2 * ce[1];
    const inputs = { logits: logits.slice(0, 2), targets };
    expect(evaluate(loss, inputs).loss).toBeCloseTo(sum / 2, 15);
    const options = { reduction: "weightedMean" } as const;
    expect(evaluate(loss, { ...inputs, weights: 4 }, options).loss).toBeCloseTo(sum / 2, 15);
  });

  it("smooths with every class's weight and divides by the label's, as PyTorch", () => {
    const loss = softmaxCrossEntropy({ classWeights: [2, 3], labelSmoothing: 0.2 });
    const row0 = 0.8 * 3 * ce[0] + 0.1 * (2 * Math.log(4) + 3 * ce[0]);
    const row1 = 0.8 * 2 * ce[1] + 0.1 * (2 * ce[1] + 3 * Math.log(8));
    expect(evaluate(loss, { logits, labels }).loss).toBeCloseTo((row0 + row1) / 5, 15);
  });

  it("zLoss is divided by the count, by the sample weights, or by the divisor", () => {
    const loss = softmaxCrossEntropy({ classWeights: [2, 3], zLoss: 0.1 });
    const z = [0.1 * Math.log(4) ** 2, 0.1 * Math.log(8) ** 2] as const;
    const [c, w] = [3 * ce[0] + 2 * ce[1], 0.5 * 3 * ce[0] + 4 * 2 * ce[1]];
    const weights = [0.5, 4, 1];
    const at = (inputs: object, options: object) =>
      evaluate(loss, { logits, labels, ...inputs }, options).loss;
    expect(at({}, {})).toBeCloseTo(c / 5 + (z[0] + z[1]) / 2, 14);
    expect(at({}, { reduction: "sum" })).toBeCloseTo(c + z[0] + z[1], 14);
    expect(at({ weights }, {})).toBeCloseTo(w / 5 + (0.5 * z[0] + 4 * z[1]) / 2, 14);
    const weighted = w / 9.5 + (0.5 * z[0] + 4 * z[1]) / 4.5;
    expect(at({ weights }, { reduction: "weightedMean" })).toBeCloseTo(weighted, 14);
    expect(at({ weights }, { divisor: 3 })).toBeCloseTo((w + 0.5 * z[0] + 4 * z[1]) / 3, 14);
  });

  it("masked classes have probability 0 and no gradient", () => {
    const inputs = {
      logits: [
        [0, masked, Math.log(3)],
        [masked, masked, masked],
        [0, masked, 0],
      ],
      labels: [2, 0, 1],
    };
    const none = evaluate(softmaxCrossEntropy(), inputs, { reduction: "none" });
    expectClose(none.loss, [Math.log(4 / 3), 0, Number.POSITIVE_INFINITY]);
    expectClose(none.gradients.logits, [0.25, 0, -0.25, 0, 0, 0, 0.5, 0, 0.5]);
    expect(none.count).toBe(2);
    expect(evaluate(softmaxCrossEntropy(), inputs).loss).toBe(Number.POSITIVE_INFINITY);
    const weighed = evaluate(softmaxCrossEntropy(), { ...inputs, weights: [1, 1, 0] });
    expect(weighed.loss).toBeCloseTo(Math.log(4 / 3) / 2, 15);
    const smoothed = softmaxCrossEntropy({ labelSmoothing: 0.2 });
    const [first] = evaluate(smoothed, inputs, { reduction: "none" }).loss;
    expect(first).toBeCloseTo(0.9 * Math.log(4 / 3) + 0.1 * Math.log(4), 15);
  });

  it("takes the classes from any axis", () => {
    const columns = [
      [
        [0, Math.log(7), 1],
        [Math.log(3), 0, 2],
      ],
    ];
    const { loss, gradients } = evaluate(softmaxCrossEntropy({ classAxis: 1 }), {
      logits: columns,
      labels: [[1, 0, -100]],
      weights: [2],
    });
    expect(loss).toBeCloseTo(ce[0] + ce[1], 15);
    expectClose(gradients.logits, [1 / 4, -1 / 8, 0, -1 / 4, 1 / 8, 0]);
  });

  it("names the first label out of range; unchecked, its row is NaN and no other", () => {
    const inputs = { logits: logits.slice(0, 2).concat([[1, 2]]), labels: [1, 2, -1] };
    const error = caught(InvalidInputError, () => evaluate(softmaxCrossEntropy(), inputs));
    expect(error.message).toBe(
      "softmaxCrossEntropy: labels[1] is 2, the first of 2 such values; it must be a class index in [0, 2) or ignoreIndex (-100). Correct the data, or pass checkInputs: false to let such items be NaN.",
    );
    expect(error).toMatchObject({ input: "labels", index: 1, value: 2 });
    const found = evaluate(softmaxCrossEntropy(), inputs, { checkInputs: false });
    expect(found.loss).toBeNaN();
    expect(found.count).toBe(3);
    const nan = Number.NaN;
    expectClose(found.gradients.logits, [1 / 12, -1 / 12, nan, nan, nan, nan]);
    const none = evaluate(softmaxCrossEntropy(), inputs, { checkInputs: false, reduction: "none" });
    expectClose(none.loss, [ce[0], nan, nan]);
  });

  it("what does not count has no gradient, even under a divisor of NaN", () => {
    const inputs = {
      logits: [
        [0, masked, 1],
        [1, 2, 3],
        [1, 2, 3],
      ],
      labels: [0, -100, 1],
      weights: [1, 1, Number.NaN],
    };
    const options = { checkInputs: false, reduction: "weightedMean" } as const;
    const nan = Number.NaN;
    const found = evaluate(softmaxCrossEntropy(), inputs, options);
    expectClose(found.gradients.logits, [nan, 0, nan, 0, 0, 0, nan, nan, nan]);
    const spared = { ...inputs, weights: [1, nan, 1] };
    expect(evaluate(softmaxCrossEntropy(), spared, options).loss).toBe(
      evaluate(softmaxCrossEntropy(), spared).loss,
    );
  });

  it("class weights that add up to 0 give 0", () => {
    const loss = softmaxCrossEntropy({ classWeights: [0, 0], zLoss: 0.1 });
    const found = evaluate(loss, { logits, labels });
    expect(found).toEqual({ loss: 0, gradients: { logits: new Float64Array(6) }, count: 2 });
  });

  it("checks the values of rows that count, −Infinity not among the faults", () => {
    const bad = {
      logits: [logits[0], logits[2], [masked, Number.POSITIVE_INFINITY]] as number[][],
      labels: [0, -100, 1],
    };
    expect(caught(InvalidInputError, () => evaluate(softmaxCrossEntropy(), bad))).toMatchObject({
      input: "logits",
      index: 5,
      value: Number.POSITIVE_INFINITY,
    });
    const weights = [1, Number.NaN, 1];
    expect(evaluate(softmaxCrossEntropy(), { logits, labels: [1, -100, -100], weights }).count).toBe(1);
    const found = evaluate(softmaxCrossEntropy(), bad, { checkInputs: false });
    expectClose(found.gradients.logits, [-3 / 8, 3 / 8, 0, 0, 0, Number.NaN]);
  });
});

describe("a discriminator", () => {
  const inputs = { real: [0, 3], fake: [1, -1, 2] };

  it("averages over each input, then adds", () => {
    const { loss, gradients, count } = evaluate(leastSquaresGan.discriminator(), inputs);
    expect(loss).toBeCloseTo((0.5 + 2) / 2 + (0.5 + 0.5 + 2) / 3, 15);
    expectClose(gradients.real, [-0.5, 1]);
    expectClose(gradients.fake, [1 / 3, -1 / 3, 2 / 3]);
    expect(count).toBe(5);
  });

  it("takes realWeights and fakeWeights, and no others", () => {
    const weighed = { ...inputs, realWeights: [1, 3], fakeWeights: [0, 0, 2] };
    const options = { reduction: "weightedMean" } as const;
    expect(evaluate(hingeGan.discriminator(), weighed, options).loss).toBeCloseTo(1 / 4 + 3, 15);
    expect(evaluate(hingeGan.discriminator(), weighed, { divisor: 10 }).loss).toBeCloseTo(0.1 + 0.6, 15);
    const error = caught(InvalidInputError, () =>
      evaluate(hingeGan.discriminator(), { ...inputs, weights: 1 }),
    );
    expect(error.message).toMatch(/^hingeGan\.discriminator: there is no input "weights"/);
  });

  it("says which input is at fault", () => {
    const bad = { real: [0, 1], fake: [Number.NaN], fakeWeights: 1 };
    expect(caught(InvalidInputError, () => evaluate(hingeGan.discriminator(), bad)).message).toMatch(
      /^hingeGan\.discriminator: fake\[0\] is NaN; it must be finite\./,
    );
    const found = evaluate(hingeGan.discriminator(), bad, { checkInputs: false });
    expect(found.loss).toBeNaN();
    expectClose(found.gradients.real, [-0.5, 0]);
    const options = { reduction: "none" } as const;
    expect(
      caught(UnsupportedError, () => evaluate(hingeGan.discriminator(), inputs, options)).message,
    ).toMatch(/^hingeGan\.discriminator: reduction "none" has no meaning/);
  });
});

function expectClose(found: ArrayLike<number> | undefined, wanted: readonly number[]): void {
  expect(found?.length).toBe(wanted.length);
  wanted.forEach((value, i) => {
    if (Number.isFinite(value)) expect(found?.[i], `[${i}]`).toBeCloseTo(value, 14);
    else expect(found?.[i], `[${i}]`).toBe(value);
  });
}
