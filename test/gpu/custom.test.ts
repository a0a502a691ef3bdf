/** customLoss wherever an elementwise loss runs: the bodies of test/cases/combine, and one of them everywhere else. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createEngine,
  customLoss,
  type Engine,
  InvalidInputError,
  type Loss,
  mse,
  tensor,
  UnsupportedError,
  weightedSum,
} from "../../src/index.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { verify } from "../../src/reference/verify.js";
import { randomFrom } from "../cases/catalogue.js";
import { type CustomCase, customLoss as zoo } from "../cases/combine/customLoss.js";
import { floatsOf, newDevice, onGpu, rejection, type Watch, watch } from "./desk.js";
import { inParallel } from "./harness.js";

const mostPipelines = 60;

let device: GPUDevice;
let seen: Watch;
let engine: Engine;
const pipelines = () => seen.calls.createComputePipelineAsync ?? 0;

beforeAll(async () => {
  device = await newDevice();
  seen = watch(device);
  engine = await createEngine({ device });
});

afterAll(() => {
  console.log(`custom losses: ${pipelines()} pipelines`);
  expect(pipelines()).toBeLessThanOrEqual(mostPipelines);
  engine.destroy();
  device.destroy();
});

function made({ name, inputs, params = {}, wgsl, differentiable }: CustomCase): Loss {
  return customLoss({ name, inputs, params, wgsl, ...(differentiable && { differentiable }) });
}

const corners = [0, 1, -1, 0.5, -0.5, 2, -2, 0.25];

/** Every pair of corners that the case's domain has, ties among them, and numbers at random. */
function elementsOf({ inputs, from = {} }: CustomCase): Record<string, Float32Array> {
  const random = randomFrom(3);
  const lists = inputs.map((name, k) => {
    const [low, high] = from[name] ?? [-3, 3];
    const own = corners.filter((x) => x >= low && x <= high);
    const values = Float32Array.from({ length: 193 }, (_, i) => {
      if (i >= 64) return low + (high - low) * random();
      return own[(k === 0 ? i : Math.floor(i / 8)) % own.length] as number;
    });
    return [name, values];
  });
  return Object.fromEntries(lists);
}

/** Whether engine and reference agree: nothing, or what is wrong. */
async function disagreement(loss: Loss, inputs: object, options: object): Promise<string[]> {
  const found = await verify(
    engine as never,
    loss as Loss<string, string>,
    inputs as never,
    options as never,
  );
  return found.ok ? [] : [`${loss.name} ${JSON.stringify(options)}: ${JSON.stringify(found)}`];
}

/** A body with two inputs, a parameter, a function of the library and a tie. */
const cost = (costFalseNegative = 10) =>
  customLoss({
    name: "missedFraud",
    inputs: ["logits", "targets"],
    params: { costFalseNegative },
    differentiable: ["logits", "targets"],
    wgsl: `
      let cost = select(1.0, costFalseNegative, targets > 0.5);
      return cost * (softplus(logits) - targets * logits) + max(logits, 0.0);`,
  });

const random = randomFrom(5);
const logits = Float32Array.from({ length: 300 }, (_, i) => (i % 50 === 0 ? 0 : 6 * random() - 3));
const targets = Float32Array.from({ length: 300 }, () => random());
const weights = Float32Array.from({ length: 300 }, (_, i) => [1, 0, 2.5][i % 3] as number);

describe("GPU and interpreter agree", () => {
  it("on every body of the zoo", async () => {
    const found = await inParallel(zoo, (one) =>
      disagreement(made(one), elementsOf(one), { reduction: "none" }),
    );
    expect(found).toEqual([]);
  });

  const whole = { logits: tensor(logits, [100, 3]), targets: tensor(targets, [100, 3]) };
  const halves = (dtype: "f16" | "bf16") => ({
    logits: tensor(logits, [300], { dtype }),
    targets: tensor(targets, [300], { dtype }),
  });
  it.each([
    ["mean", whole, {}],
    ["sum, a scale, no gradients", whole, { reduction: "sum", gradients: false }],
    [
      "none, weighted",
      { ...whole, weights: tensor(weights, [100, 3]) },
      { reduction: "none", gradientScale: -2 },
    ],
    [
      "weightedMean",
      { ...whole, weights: weights.slice(0, 100) },
      { reduction: "weightedMean", checkInputs: false },
    ],
    ["a divisor", whole, { reduction: "mean", divisor: 7, gradientScale: 3 }],
    ["one target for all", { logits, targets: 1 }, { reduction: "mean" }],
    ["f16", halves("f16"), { reduction: "sum" }],
    ["bf16", halves("bf16"), { reduction: "mean" }],
    ["nothing", { logits: [], targets: [] }, { reduction: "mean" }],
  ])("%s", async (_, inputs, options) => {
    expect(await disagreement(cost(), inputs, options)).toEqual([]);
  });

  it("at the ends of domains, where nothing has a slope", async () => {
    const wgsl = `
      if (which == 0) { return log(x); }
      if (which == 1) { return sqrt(x); }
      if (which == 2) { return pow(x, 0.5); }
      if (which == 3) { return log1p(x - 1.0); }
      if (which == 4) { return inverseSqrt(max(x, 0.0)); }
      if (which == 5) { return asin(1.0 - x) + acos(x - 1.0); }
      if (which == 6) { return acosh(1.0 + x) + atanh(1.0 - x); }
      return pow(x, 1.5) + atan2(x, 0.0 * x) + abs(x);`;
    const loss = customLoss({ name: "ends", inputs: ["x", "which"], wgsl });
    const inputs = { x: [...Array(8).fill(0), -1, -1, -1, -1], which: [0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3] };
    const found = await engine.evaluate(loss, inputs, { reduction: "none" });
    const wanted = evaluate(loss, inputs, { reduction: "none" });
    // −0 is none either.
    expect(Array.from(found.gradients.x, (slope) => slope + 0)).toEqual(Array(12).fill(0));
    expect(Array.from(wanted.gradients.x, (slope) => slope + 0)).toEqual(Array(12).fill(0));
    for (const [i, value] of wanted.loss.entries()) {
      expect(Number.isFinite(value)).toBe(true);
      expect(Math.abs((found.loss[i] as number) - value)).toBeLessThanOrEqual(1e-5 * Math.abs(value) + 1e-7);
    }
  });
});

describe("ties", () => {
  // At x = 0: the smaller slope of the two sides, 0 where their signs differ.
  const bodies = [
    "max(3.0 * x, x)",
    "min(3.0 * x, x)",
    "max(x, 0.0)",
    "max(x, -x)",
    "abs(x)",
    "clamp(x, 0.0, 1.0)",
    "clamp(x - 1.0, -1.0, 1.0)",
    "max(-2.0 * x, -x)",
    "saturate(x)",
    "max(max(x, 2.0 * x), 3.0 * x)",
  ];
  const wanted = [1, 1, 0, 0, 0, 0, 0, -1, 0, 1];

  it("have the smaller slope", async () => {
    const branches = bodies.map((body, i) => `if (which == ${i}) { return ${body}; }`).join("\n");
    const loss = customLoss({ name: "ties", inputs: ["x", "which"], wgsl: `${branches}\nreturn x;` });
    const inputs = { x: bodies.map(() => 0), which: bodies.map((_, i) => i) };
    const found = await engine.evaluate(loss, inputs, { reduction: "none" });
    expect(Array.from(found.gradients.x)).toEqual(wanted);
    expect(Array.from(evaluate(loss, inputs, { reduction: "none" }).gradients.x)).toEqual(wanted);
  });
});

describe("compiled", () => {
  it("new parameters compile nothing, and each encode has its own", async () => {
    const step = await engine.compile(cost(), { logits: [300], targets: [300] }, { gradients: ["logits"] });
    const buffers = { logits: onGpu(device, logits), targets: onGpu(device, targets) };
    await engine.evaluate(cost(), { logits, targets }, { checkInputs: false, gradients: ["logits"] });
    const before = { ...seen.calls };
    for (const costFalseNegative of [10, 0.5, 20]) {
      const encoder = device.createCommandEncoder();
      step.encode(encoder, buffers, { params: { costFalseNegative } });
      device.queue.submit([encoder.finish()]);
      const wanted = evaluate(cost(costFalseNegative), { logits, targets });
      const { loss, count } = await step.read();
      expect(count).toBe(300);
      expect(Math.abs((loss as number) - wanted.loss)).toBeLessThan(1e-5 * wanted.loss);
      const slopes = await floatsOf(device, step.gradients.logits as GPUBuffer);
      for (const [i, slope] of wanted.gradients.logits.entries())
        expect(Math.abs((slopes[i] as number) - slope)).toBeLessThan(1e-5 * Math.abs(slope) + 1e-8);
    }
    expect(seen.calls.createComputePipelineAsync).toBe(before.createComputePipelineAsync);
    expect(seen.calls.createShaderModule).toBe(before.createShaderModule);
    step.destroy();
  });

  it("refuses a parameter that it has not", async () => {
    const step = await engine.compile(cost(), { logits: [300], targets: [300] }, { gradients: ["logits"] });
    const buffers = { logits: onGpu(device, logits), targets: onGpu(device, targets) };
    const encoder = device.createCommandEncoder();
    expect(() => step.encode(encoder, buffers, { params: { costFalsePositive: 1 } })).toThrow(
      /missedFraud: there is no parameter "costFalsePositive".*costFalseNegative/,
    );
    step.destroy();
  });

  it("the same text compiles once, however often it is made", async () => {
    const before = pipelines();
    await engine.evaluate(cost(3), { logits, targets }, { checkInputs: false, gradients: ["logits"] });
    await engine.evaluate(cost(4), { logits, targets }, { checkInputs: false, gradients: ["logits"] });
    expect(pipelines()).toBe(before);
  });
});

describe("as any loss", () => {
  it("two of one name with different bodies stand beside each other", async () => {
    const one = customLoss({ name: "mine", inputs: ["x"], wgsl: "return 2.0 * x;" });
    const two = customLoss({ name: "mine", inputs: ["x"], wgsl: "return 3.0 * x;" });
    const results = await Promise.all([one, two, one].map((loss) => engine.evaluate(loss, { x: [1, 2] })));
    expect(results.map(({ loss }) => loss)).toEqual([3, 4.5, 3]);
    expect(results.map(({ gradients }) => Array.from(gradients.x))).toEqual([
      [1, 1],
      [1.5, 1.5],
      [1, 1],
    ]);
  });

  it("it is a term of a sum, two of one name beside each other", async () => {
    const wgsl = (by: number) =>
      `let e = predictions - targets; if (e > 0) { return ${by} * e; } return e * e * size;`;
    const [one, two] = [2, 3].map((by) =>
      customLoss({ name: "term", inputs: ["predictions", "targets"], params: { size: by }, wgsl: wgsl(by) }),
    );
    const sum = weightedSum([
      { loss: one as Loss },
      { loss: two as Loss, weight: 0.5 },
      { loss: mse(), weight: 2 },
    ]);
    const inputs = { predictions: logits, targets };
    expect(await disagreement(sum as never, inputs, { reduction: "mean" })).toEqual([]);
    const { loss } = evaluate(sum as never, inputs as never);
    const parts = [one, two, mse()].map((term) => evaluate(term as Loss, inputs as never).loss as number);
    expect(loss).toBeCloseTo(
      (parts[0] as number) + 0.5 * (parts[1] as number) + 2 * (parts[2] as number),
      12,
    );
  });

  it("its first input that is not finite is named", async () => {
    const error = await rejection(
      InvalidInputError,
      engine.evaluate(cost(), { logits: [1, Number.NaN], targets: [0, 1] }),
    );
    expect(error).toMatchObject({ input: "logits", index: 1 });
    expect(error.message).toMatch(/^missedFraud: logits/);
  });

  it("only what is differentiable has a gradient", async () => {
    const loss = customLoss({ name: "first", inputs: ["a", "b"], wgsl: "return a * b;" });
    const { gradients } = await engine.evaluate(loss, { a: [1, 2], b: [3, 4] }, { reduction: "sum" });
    expect(gradients).toEqual({ a: Float32Array.of(3, 4) });
    await rejection(
      UnsupportedError,
      engine.evaluate(loss, { a: [1], b: [1] }, { gradients: ["b" as never] }),
    );
  });

  it("five inputs run where their kernel can bind them, and say where not", async () => {
    const inputs = ["a", "b", "c", "d", "e"] as const;
    const loss = customLoss({ name: "five", inputs, wgsl: "return a * b + c * d + e;" });
    const given = { a: [1, 2], b: [2, 2], c: [1, 1], d: [3, 3], e: [0.5, 1] };
    const error = await rejection(
      UnsupportedError,
      engine.evaluate(loss, { ...given, weights: [1, 2] }, { reduction: "none" }),
    );
    expect(error.message).toMatch(/five: .* storage buffers.* 8/);
    expect((await engine.evaluate(loss, given, { gradients: false })).loss).toBe(6.75);
  });

  it("its plan can be looked at", () => {
    const { text } = engine.explain(cost(), { logits: [300], targets: [300] });
    expect(text).toMatch(/missedFraud\/kernel/);
  });

  it("a descriptor shows its name and parameters", () => {
    expect(JSON.parse(JSON.stringify(cost(3)))).toEqual({
      name: "missedFraud",
      params: { costFalseNegative: 3 },
    });
    expect(Object.isFrozen(cost())).toBe(true);
    expect(customLoss.info).toMatchObject({ name: "customLoss", family: "elementwise" });
  });
});
