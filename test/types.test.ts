/** What the compiler knows: `npm run check` compiles this file, so every line here is a test; running it adds none. */
import { expectTypeOf, it } from "vitest";
import {
  type CompiledLoss,
  confusionMatrix,
  customLoss,
  type Engine,
  type EvaluateOptions,
  f1,
  gaussianNll,
  type HalfArray,
  hingeGan,
  huber,
  type InputValue,
  type Loss,
  type Metric,
  mse,
  multiclassHinge,
  rocAuc,
  softmaxCrossEntropy,
  type Tensor,
  tensor,
} from "../src/index.js";
import { measure, evaluate as reference } from "../src/reference/index.js";

declare const engine: Engine;
declare const buffer: GPUBuffer;
declare const step: CompiledLoss;
declare const encoder: GPUCommandEncoder;

const floats = new Float32Array(4);
const onHost = () => tensor(floats, [2, 2]);
const onGpu = () => tensor(buffer, [2, 2]);

/** Never called: only their types are looked at. */
const calls = {
  host: () => engine.evaluate(huber(), { predictions: floats, targets: [0, 0, 0, 0] }),
  nested: () =>
    engine.evaluate(huber(), {
      predictions: [
        [1, 2],
        [3, 4],
      ],
      targets: 0,
    }),
  wrapped: () => engine.evaluate(huber(), { predictions: onHost(), targets: onHost() }),
  mixed: () => engine.evaluate(huber(), { predictions: onGpu(), targets: onHost() }),
  unknown: (input: Tensor) => engine.evaluate(huber(), { predictions: input, targets: 0 }),
  none: () => engine.evaluate(huber(), { predictions: floats, targets: 0 }, { reduction: "none" }),
  mean: () =>
    engine.evaluate(huber(), { predictions: floats, targets: 0 }, { reduction: "mean", gradients: false }),
  either: (reduction: "mean" | "none") =>
    engine.evaluate(huber(), { predictions: floats, targets: 0 }, { reduction }),
  rows: () =>
    engine.evaluate(softmaxCrossEntropy(), { logits: onGpu(), labels: new Int32Array(2), weights: [1, 2] }),
  three: () => engine.evaluate(gaussianNll(), { predictions: floats, targets: floats, variances: 1 }),
  gan: () => engine.evaluate(hingeGan.discriminator(), { real: onGpu(), fake: floats, fakeWeights: [1, 2] }),
  custom: () =>
    engine.evaluate(
      customLoss({ name: "own", inputs: ["a", "b"], params: { k: 2 }, wgsl: "return k * a * b;" }),
      { a: floats, b: onGpu() },
    ),
  customBoth: () =>
    engine.evaluate(
      customLoss({ name: "own", inputs: ["a", "b"], wgsl: "return a * b;", differentiable: ["a", "b"] }),
      { a: floats, b: onGpu(), weights: 1 },
    ),
  any: (loss: Loss, inputs: Record<string, InputValue>) => engine.evaluate(loss, inputs),
  absent: (weights?: Float32Array) =>
    engine.evaluate(
      huber(),
      { predictions: floats, targets: 0, weights },
      { onProgress: (done) => done.toFixed() },
    ),
  half: (half: HalfArray) => engine.evaluate(huber(), { predictions: half, targets: tensor(half, [2, 2]) }),
  told: (options: EvaluateOptions) => engine.evaluate(huber(), { predictions: floats, targets: 0 }, options),
};

type ResultOf<K extends keyof typeof calls> = Awaited<ReturnType<(typeof calls)[K]>>;

it("a loss of one's own knows its inputs and its gradients", () => {
  expectTypeOf<ResultOf<"custom">["gradients"]>().toEqualTypeOf<{ readonly a: Float32Array }>();
  expectTypeOf<ResultOf<"customBoth">["gradients"]["b"]>().toEqualTypeOf<Tensor<GPUBuffer>>();
});

it("gradients are typed by where their input is", () => {
  expectTypeOf<ResultOf<"host">["gradients"]["predictions"]>().toEqualTypeOf<Float32Array>();
  expectTypeOf<ResultOf<"host">["gradients"]["targets"]>().toEqualTypeOf<Float32Array>();
  expectTypeOf<ResultOf<"nested">["gradients"]["targets"]>().toEqualTypeOf<Float32Array>();
  expectTypeOf<ResultOf<"wrapped">["gradients"]["predictions"]>().toEqualTypeOf<Float32Array>();
  expectTypeOf<ResultOf<"mixed">["gradients"]["predictions"]>().toEqualTypeOf<Tensor<GPUBuffer>>();
  expectTypeOf<ResultOf<"mixed">["gradients"]["targets"]>().toEqualTypeOf<Float32Array>();
  expectTypeOf<ResultOf<"unknown">["gradients"]["predictions"]>().toEqualTypeOf<
    Float32Array | Tensor<GPUBuffer>
  >();
  expectTypeOf<ResultOf<"half">["gradients"]["predictions"]>().toEqualTypeOf<Float32Array>();
  expectTypeOf<ResultOf<"gan">["gradients"]["real"]>().toEqualTypeOf<Tensor<GPUBuffer>>();
  expectTypeOf<ResultOf<"gan">["gradients"]["fake"]>().toEqualTypeOf<Float32Array>();
});

it("only differentiable inputs have one", () => {
  expectTypeOf<keyof ResultOf<"rows">["gradients"]>().toEqualTypeOf<"logits">();
  expectTypeOf<keyof ResultOf<"three">["gradients"]>().toEqualTypeOf<"predictions" | "variances">();
});

it("the loss is a number, or an array under none", () => {
  expectTypeOf<ResultOf<"host">["loss"]>().toEqualTypeOf<number>();
  expectTypeOf<ResultOf<"mean">["loss"]>().toEqualTypeOf<number>();
  expectTypeOf<ResultOf<"none">["loss"]>().toEqualTypeOf<Float32Array>();
  expectTypeOf<ResultOf<"either">["loss"]>().toEqualTypeOf<number | Float32Array>();
  expectTypeOf<ResultOf<"told">["loss"]>().toEqualTypeOf<number | Float32Array>();
  expectTypeOf<ResultOf<"host">["count"]>().toEqualTypeOf<number>();
});

it("a loss that is not known takes any inputs", () => {
  expectTypeOf<ResultOf<"any">["loss"]>().toEqualTypeOf<number>();
  expectTypeOf<Loss>().toExtend<Loss<string, string>>();
  expectTypeOf(huber()).toExtend<Loss>();
});

it("a metric is a number, or one per class", () => {
  const auc = () => engine.measure(rocAuc(), { scores: floats, targets: floats, weights: 1 });
  expectTypeOf(auc).returns.resolves.toEqualTypeOf<number>();
  const pooled = () => engine.measure(f1({ average: "micro" }), { probabilities: floats, targets: floats });
  expectTypeOf(pooled).returns.resolves.toEqualTypeOf<number>();
  const each = () => engine.measure(f1({ average: "none" }), { logits: onGpu(), labels: [0, 1] });
  expectTypeOf(each).returns.resolves.toEqualTypeOf<Float64Array>();
  const counts = () => measure(confusionMatrix({ classes: 2 }), { predictedLabels: [0], labels: [1] });
  expectTypeOf(counts).returns.toEqualTypeOf<Float64Array>();
  const any = (metric: Metric) => engine.measure(metric, { scores: floats });
  expectTypeOf(any).returns.resolves.toEqualTypeOf<number | Float64Array>();
});

it("a tensor knows whether it is on the GPU", () => {
  expectTypeOf<ReturnType<typeof onGpu>["buffer"]>().toEqualTypeOf<GPUBuffer>();
  expectTypeOf<ReturnType<typeof onHost>["buffer"]>().toEqualTypeOf<undefined>();
  expectTypeOf(() => tensor([[1], [2]])).returns.toEqualTypeOf<Tensor<Float32Array>>();
});

it("the reference answers in float64", () => {
  const call = () => reference(huber(), { predictions: floats, targets: 0 });
  expectTypeOf(call).returns.toHaveProperty("loss").toEqualTypeOf<number>();
  const none = () => reference(huber(), { predictions: floats, targets: 0 }, { reduction: "none" });
  expectTypeOf(none).returns.toHaveProperty("loss").toEqualTypeOf<Float64Array>();
});

it("what is wrong does not compile", () => {
  const wrong = [
    // @ts-expect-error a misspelt parameter
    () => huber({ dleta: 1 }),
    // @ts-expect-error a parameter of another type
    () => huber({ delta: "1" }),
    // @ts-expect-error no reduction of this name
    () => engine.evaluate(huber(), { predictions: floats, targets: 0 }, { reduction: "average" }),
    // @ts-expect-error an input that is no numbers
    () => engine.evaluate(huber(), { predictions: "1", targets: 0 }),
    // @ts-expect-error a misspelt input
    () => engine.evaluate(huber(), { prediction: floats, targets: 0 }),
    // @ts-expect-error an input of another loss
    () => engine.evaluate(huber(), { predictions: floats, targets: 0, labels: [1] }),
    // @ts-expect-error a gradient that the loss lacks
    async () => (await calls.rows()).gradients.labels,
    // @ts-expect-error an input that a metric lacks
    () => engine.measure(rocAuc(), { scores: floats, labels: [1] }),
    // @ts-expect-error a misspelt parameter of a metric
    () => rocAuc({ bin: 3 }),
    // @ts-expect-error an unknown option
    () => engine.evaluate(huber(), { predictions: floats, targets: 0 }, { reductoin: "sum" }),
    // @ts-expect-error a metric where a loss is wanted
    () => engine.evaluate(rocAuc(), { scores: floats, targets: floats }),
    // @ts-expect-error a loss where a metric is wanted
    () => engine.measure(huber(), { predictions: floats, targets: floats }),
    // @ts-expect-error a loss where an optimiser is wanted
    () => engine.optimizer(huber(), { weights: floats }),
    // @ts-expect-error a parameter where there is none
    () => mse({ delta: 1 }),
    // @ts-expect-error a value that is none of those listed
    () => multiclassHinge({ p: 3 }),
    // @ts-expect-error numbers in memory where encode wants the GPU
    () => step.encode(encoder, { predictions: floats }),
    // @ts-expect-error a shape that is no list
    () => engine.compile(huber(), { predictions: 4, targets: [4] }),
    // @ts-expect-error a dtype that there is not
    () => tensor(floats, [4], { dtype: "f64" }),
    // @ts-expect-error text as numbers
    () => tensor("1, 2"),
  ];
  expectTypeOf(wrong).toBeArray();
});
