/** What measuring refuses, and in what words; the reference says the same. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InvalidInputError, ShapeError, UnsupportedError } from "../../src/errors.js";
import { adam, createEngine, type Engine, huber } from "../../src/index.js";
import * as metrics from "../../src/metrics/index.js";
import { measure } from "../../src/reference/measure.js";
import { narrowDevice } from "./desk.js";

let engine: Engine;

beforeAll(async () => {
  engine = await createEngine();
});

afterAll(() => engine.destroy());

type Call = () => readonly [metric: unknown, inputs: unknown, options?: unknown];
type ErrorClass = new (message: string) => Error;

const { accuracy, bleu, confusionMatrix, f1, meanSquaredError, precision, rocAuc, rSquared } = metrics;
const pairs = { predictions: [1, 2], targets: [1, 2] };
const logits = [
  [1, 2],
  [3, 4],
];

const refused: readonly (readonly [string, Call, ErrorClass, string])[] = [
  ["a gradient", () => [rocAuc(), pairs, { gradients: true }], UnsupportedError, "pairwiseAuc"],
  ["a gradient by name", () => [f1(), pairs, { gradients: ["logits"] }], UnsupportedError, "softF1"],
  ["an option", () => [accuracy(), pairs, { reduction: "sum" }], InvalidInputError, 'no option "reduction"'],
  ["checkInputs", () => [accuracy(), pairs, { checkInputs: 1 }], InvalidInputError, "checkInputs is 1"],
  [
    "a misspelt input",
    () => [rSquared(), { ...pairs, weigths: 1 }],
    InvalidInputError,
    'did you mean "weights"',
  ],
  ["a missing input", () => [rSquared(), { predictions: [1] }], InvalidInputError, '"targets" is missing'],
  ["neither of two", () => [accuracy(), { labels: [1] }], InvalidInputError, "neither was given"],
  [
    "weights of bleu",
    () => [bleu(), { candidates: [[1]], references: [[1]], weights: [1] }],
    InvalidInputError,
    '"weights"',
  ],
  ["a loss", () => [huber(), pairs], InvalidInputError, "this is a loss"],
  ["an optimiser", () => [adam(), pairs], InvalidInputError, "metric is the optimiser adam"],
  ["a function", () => [rocAuc, pairs], InvalidInputError, "call it, as in rocAuc()"],
  ["a clone", () => [structuredClone(rocAuc()), pairs], InvalidInputError, "copy without its definition"],
  ["nothing", () => [undefined, pairs], InvalidInputError, "a metric such as rocAuc()"],
  [
    "checkInputs of null",
    () => [meanSquaredError(), pairs, { checkInputs: null }],
    InvalidInputError,
    "checkInputs is null; it must be true or false",
  ],
  [
    "unlike shapes",
    () => [rSquared(), { predictions: [1], targets: [1, 2] }],
    ShapeError,
    "predictions has shape [1] and targets [2]",
  ],
  [
    "unlike shapes, in order",
    () => [rocAuc(), { scores: [1], targets: [1, 0] }],
    ShapeError,
    "scores has shape [1]",
  ],
  [
    "unlike shapes, in bins",
    () => [rocAuc({ bins: 2 }), { scores: [1], targets: [1, 0] }],
    ShapeError,
    "scores has shape [1]",
  ],
  ["unlike rows", () => [accuracy(), { logits, labels: [1] }], ShapeError, "labels must have shape [2]"],
  [
    "unlike weights",
    () => [rSquared(), { ...pairs, weights: [1, 2, 3] }],
    ShapeError,
    "weights has shape [3]",
  ],
  [
    "other classes",
    () => [confusionMatrix({ classes: 3 }), { logits, labels: [0, 1] }],
    ShapeError,
    "classes is 3",
  ],
  [
    "no classes",
    () => [confusionMatrix(), { predictedLabels: [0], labels: [0] }],
    InvalidInputError,
    "confusionMatrix({ classes })",
  ],
  [
    "no classes of f1",
    () => [f1(), { predictedLabels: [0], labels: [0] }],
    InvalidInputError,
    "f1({ classes })",
  ],
  [
    "labels and targets",
    () => [f1(), { predictedLabels: [0], targets: [0] }],
    InvalidInputError,
    "go with labels",
  ],
  [
    "binary of three classes",
    () => [precision(), { logits: [[1, 2, 3]], labels: [0] }],
    InvalidInputError,
    'average is "binary"',
  ],
  [
    "binary of columns",
    () => [f1(), { probabilities: [[0, 1]], targets: [[0, 1]] }],
    InvalidInputError,
    "2 columns of targets",
  ],
  [
    "references of other candidates",
    () => [bleu(), { candidates: [[1]], references: [] }],
    ShapeError,
    "1 candidates and references of 0",
  ],
  [
    "a word",
    () => [bleu(), { candidates: ["a"], references: [[1]] }],
    InvalidInputError,
    "candidates[0] is string",
  ],
  [
    "half a token",
    () => [bleu(), { candidates: [[1]], references: [[[1], [0.5]]] }],
    InvalidInputError,
    "references[0][1][0] is 0.5",
  ],
  [
    "NaN",
    () => [meanSquaredError(), { predictions: [1, Number.NaN], targets: [1, 2] }],
    InvalidInputError,
    "predictions[1] is NaN",
  ],
  [
    "a label",
    () => [f1({ average: "micro" }), { logits, labels: [0, 2] }],
    InvalidInputError,
    "labels[1] is 2",
  ],
  [
    "a predicted label",
    () => [confusionMatrix({ classes: 2 }), { predictedLabels: [0, 2], labels: [0, 1] }],
    InvalidInputError,
    "predictedLabels[1] is 2; it must be a class index in [0, 2)",
  ],
  [
    "a target",
    () => [rocAuc(), { scores: [1, 2], targets: [0, 0.5] }],
    InvalidInputError,
    "targets[1] is 0.5; it must be 0 or 1",
  ],
  [
    "a probability",
    () => [rocAuc({ bins: 4 }), { probabilities: [1, 2], targets: [0, 1] }],
    InvalidInputError,
    "probabilities[1] is 2",
  ],
  [
    "an infinite score",
    () => [rocAuc(), { scores: [1, Number.NEGATIVE_INFINITY], targets: [0, 1] }],
    InvalidInputError,
    "scores[1] is -Infinity",
  ],
  [
    "a weight",
    () => [rSquared(), { ...pairs, weights: [1, Number.NaN] }],
    InvalidInputError,
    "weights[1] is NaN",
  ],
  [
    "a weight of rows",
    () => [confusionMatrix(), { logits, labels: [0, 1], weights: [1, Number.POSITIVE_INFINITY] }],
    InvalidInputError,
    "weights[1] is Infinity",
  ],
  [
    "a weight of several elements",
    () => [
      rocAuc(),
      {
        scores: logits,
        targets: [
          [0, 1],
          [0, 1],
        ],
        weights: [1, Number.NaN],
      },
    ],
    InvalidInputError,
    "weights[1] is NaN; it",
  ],
];

const text = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

describe("refused", () => {
  it.each(refused)("%s", async (_title, call, ErrorClass, words) => {
    const [metric, inputs, options = {}] = call() as [never, never, object?];
    const found = await engine.measure(metric, inputs, options).then(String, (error) => error);
    expect(found).toBeInstanceOf(ErrorClass);
    expect(found.message).toContain(words);
    const told = (() => {
      try {
        return measure(metric, inputs, options);
      } catch (error) {
        return error;
      }
    })();
    expect(text(told)).toBe(text(found));
  });

  it.each([
    ["topK 0", () => accuracy({ topK: 0 }), "topK is 0"],
    ["bins of a half", () => rocAuc({ bins: 0.5 }), "bins is 0.5"],
    ["an average", () => f1({ average: "mean" as "macro" }), "average is"],
    ["a parameter", () => rSquared({ bins: 3 } as never), 'no parameter "bins"'],
    ["smoothing", () => bleu({ smoothing: "add" as "add-k" }), "smoothing is"],
  ])("%s, where the metric is made", (_title, make, words) => {
    expect(make).toThrow(InvalidInputError);
    expect(make).toThrow(words);
  });

  it("a metric where a loss is wanted, naming what to train with", async () => {
    const words = "use engine.measure, or train with its surrogate, the loss pairwiseAuc().";
    await expect(engine.evaluate(rocAuc() as never, pairs as never)).rejects.toThrow(
      new UnsupportedError(`rocAuc: a metric has no gradients; ${words}`),
    );
  });

  it("an aborted call", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(engine.measure(rSquared(), pairs, { signal })).rejects.toThrow("enough");
  });

  it("more scores than one binding takes, naming bins", async () => {
    const device = await narrowDevice(4096);
    const narrow = await createEngine({ device });
    const many = new Float32Array(2000);
    await expect(narrow.measure(rocAuc(), { scores: many, targets: many })).rejects.toThrow(
      "rocAuc({ bins: 65536 })",
    );
    narrow.destroy();
    device.destroy();
  });
});
