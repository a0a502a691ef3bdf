/**
 * Inputs that lie on the GPU, and gradients that stay there: every dtype, in buffers that are exact, larger, or
 * begin later, and in place; and the ways to give an input that no table of settings has.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeHalf } from "../../src/check/half.js";
import type { Loss } from "../../src/definition.js";
import * as losses from "../../src/losses/index.js";
import { compute } from "../../src/reference/compute.js";
import { verify } from "../../src/reference/verify.js";
import { isHalf, storedBytes, type Tensor, tensor } from "../../src/tensor.js";
import { randomFrom } from "../cases/catalogue.js";
import { asTensor, type FloatType, hardElements, hardRows, listsFor, type RowShape } from "../cases/data.js";
import type { Case } from "../cases/hardCases.js";
import { type Subject, subjects } from "../cases/matrix.js";
import { bufferOf, bytesOf } from "./desk.js";
import { addressed, type Bench, inParallel, inputsOf, judge, openBench } from "./harness.js";

let bench: Bench;
let cases = 0;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => {
  bench.report("losses on tensors", cases);
  bench.engine.destroy();
});

/** Where an input lies in its buffer, and how much is behind it. */
const places = {
  exact: { offset: 0, behind: 0 },
  larger: { offset: 0, behind: 52 },
  later: { offset: 256, behind: 12 },
};
type Place = keyof typeof places;

const filling = 0xa5;

/** A tensor's bytes on the GPU, with filling around them. */
function lay(host: Tensor, place: Place): Tensor<GPUBuffer> {
  const { offset, behind } = places[place];
  const data = host.data as Uint16Array;
  const size = Math.max(4, storedBytes(host.shape, host.dtype));
  const bytes = new Uint8Array(offset + size + behind).fill(filling);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
  return tensor(bufferOf(bench.engine.device, bytes), host.shape, { dtype: host.dtype, offset });
}

/** The numbers of a gradient on the GPU. */
async function numbersOf({ data, offset, shape, dtype }: Tensor<GPUBuffer>): Promise<Float32Array> {
  const bytes = await bytesOf(bench.engine.device, data, offset, storedBytes(shape, dtype));
  const count = shape.reduce((a, b) => a * b, 1);
  return isHalf(dtype)
    ? decodeHalf(new Uint16Array(bytes).subarray(0, count), dtype)
    : new Float32Array(bytes);
}

/** Evaluates on tensors of the GPU and looks at the buffers before and after. */
function onTensors(one: Case, place: Place, inPlace: boolean): Promise<string[]> {
  const { engine } = bench;
  const { loss, options } = one;
  return addressed(one, async () => {
    const { inputs, weights } = inputsOf(one);
    const laid = Object.fromEntries(Object.entries(inputs).map(([name, host]) => [name, lay(host, place)]));
    const before = Object.fromEntries(
      await Promise.all(
        Object.entries(laid).map(
          async ([name, { data }]) => [name, await bytesOf(engine.device, data)] as const,
        ),
      ),
    );
    const [first = ""] = Object.keys(laid);
    const own = { ...options, ...(inPlace ? { inPlace: [first] } : {}) };
    const wanted = compute(loss, inputs, own, true);
    const answer = await engine.evaluate(loss, laid, own);
    const results = Object.entries(answer.gradients) as [string, Tensor<GPUBuffer>][];
    const texts: string[] = [];
    const gradients: Record<string, Float32Array> = {};
    for (const [name, result] of results) {
      if (result.dtype !== laid[name]?.dtype) texts.push(`the gradient of ${name} is ${result.dtype}`);
      if ((result.data === laid[name]?.data) !== (inPlace && name === first))
        texts.push(`the gradient of ${name} lies in the wrong buffer`);
      gradients[name] = await numbersOf(result);
    }
    texts.push(...judge(one, weights, wanted, { ...answer, gradients } as never, { dtypes: wanted.dtypes }));
    for (const [name, { data, offset, shape, dtype }] of Object.entries(laid)) {
      const after = new Uint8Array(await bytesOf(engine.device, data));
      const was = new Uint8Array(before[name] as ArrayBuffer);
      const end = inPlace && name === first ? offset + storedBytes(shape, dtype) : offset;
      const touched = after.findIndex((byte, i) => (i < offset || i >= end) && byte !== was[i]);
      if (touched >= 0) texts.push(`byte ${touched} of ${name} was overwritten`);
    }
    for (const { data } of [...Object.values(laid), ...results.map(([, result]) => result)]) data.destroy();
    return texts;
  });
}

const picked = ["gaussianNll", "softmaxCrossEntropy · labels", "klDivergence", "cosineEmbedding"];
const subjectOf = (name: string): Subject =>
  subjects.find(({ address }) => address === `losses/${name}`) as Subject;

const elementShapes = [[1], [3], [5], [32], [11, 47]];
/** Rows of odd length in 16 bits do not begin with a word. */
const rowShapes: readonly RowShape[] = [
  { classes: 8, itemShape: [3], classAxis: -1 },
  { classes: 3, itemShape: [1], classAxis: -1 },
  { classes: 5, itemShape: [33], classAxis: -1 },
  { classes: 7, itemShape: [3], classAxis: -1 },
  { classes: 3, itemShape: [3, 11], classAxis: 1 },
  { classes: 7, itemShape: [33], classAxis: 0 },
  { classes: 127, itemShape: [3], classAxis: -1 },
];

function tensorCases(
  { address, make, given, definition, variants }: Subject,
  dtype: FloatType,
  rest: string,
): Case[] {
  const isRowwise = definition.family === "rowwise";
  const settings = {
    reduction: isRowwise ? ("mean" as const) : ("none" as const),
    checkInputs: false,
    gradients: true,
  };
  return (isRowwise ? rowShapes : elementShapes).map((shape, i): Case => {
    const variant = variants[isRowwise ? 0 : i % variants.length] ?? {};
    const rows = "classes" in shape ? shape : undefined;
    const params = { ...variant, ...(rows && rows.classAxis !== -1 ? { classAxis: rows.classAxis } : {}) };
    const loss = listsFor(make, params, rows?.classes ?? 1);
    const set = rows
      ? hardRows(loss, given, rows, "usual", i)
      : hardElements(loss, shape as number[], "usual", i);
    return {
      address: `${address} · ${JSON.stringify(shape)} · ${dtype} · ${rest}`,
      loss,
      set,
      setName: "usual",
      dtype,
      weighing: "none",
      options: settings,
      ...(rows ? { rows } : {}),
    };
  });
}

describe("gradients on the GPU", () => {
  const settings = picked.flatMap((name) =>
    (["f32", "f16", "bf16"] as const).map(
      (dtype) => [`losses/${name} · ${dtype}`, subjectOf(name), dtype] as const,
    ),
  );
  it.each(settings)("%s", async (_, subject, dtype) => {
    const list = (Object.keys(places) as Place[]).flatMap((place) =>
      [false, true].flatMap((inPlace) => {
        const rest = `${place}${inPlace ? " · in place" : ""}`;
        return tensorCases(subject, dtype, rest).map((one) => ({ one, place, inPlace }));
      }),
    );
    cases += list.length;
    const found = await inParallel(list, ({ one, place, inPlace }) => onTensors(one, place, inPlace));
    expect(found.slice(0, 20)).toEqual([]);
  });
});

/** Runs `verify` on calls, each with its address. */
async function verifyAll(list: readonly (readonly [string, Loss, object, object])[]): Promise<string[]> {
  cases += list.length;
  return inParallel(list, async ([address, loss, inputs, options]) => {
    const run = verify(bench.engine as never, loss, inputs as never, options as never);
    const found = await run.catch((error: Error) => error);
    if (found instanceof Error) return [`${address}: threw ${found.message}`];
    return found.ok ? [] : [`${address}: ${JSON.stringify(found)}`];
  });
}

describe("an element that stands for all", () => {
  const names = ["gaussianNll", "rmse"];
  it.each(names)("losses/%s: each input in turn, and all but one", async (name) => {
    const { make, variants, given, definition } = subjectOf(name);
    const choices = [...given.map((one) => [one]), ...given.map((one) => given.filter((key) => key !== one))];
    const list = choices.flatMap((singles, c) =>
      [[33], [7, 8], [2049], [1, 3]].map((shape, i) => {
        const loss = make(variants[i % variants.length]);
        // Two settings to a choice, or each would have pipelines of its own.
        const reduction = definition.reductions[(c + (i % 2)) % definition.reductions.length];
        const dtype = (["f32", "f16", "bf16"] as const)[c % 3] as FloatType;
        const { inputs } = hardElements(loss, shape, "usual", i);
        const whole = Object.entries(inputs).map(([key, input]) => {
          const one = { shape: i % 2 ? [] : [1], values: Float64Array.of(input.values[2] as number) };
          return [key, asTensor(singles.includes(key) ? one : input, dtype)];
        });
        const weights = Float32Array.from({ length: shape[0] ?? 1 }, (_, k) => [1, 0, 2.5][k % 3] as number);
        const weighed = { ...Object.fromEntries(whole), ...(i % 2 ? { weights } : {}) };
        const address = `losses/${name} · n=${shape.join("×")} · ${reduction} · ${dtype} · one for all: ${singles}`;
        return [address, loss, weighed, { reduction, gradientScale: 1.5 }] as const;
      }),
    );
    expect(await verifyAll(list)).toEqual([]);
  });
});

describe("inputs of other kinds", () => {
  it("plain numbers, and one element of every rank", async () => {
    const list = [0.75, [0.75], [[[0.75]]], tensor([0.75], [1, 1], { dtype: "bf16" })].flatMap(
      (predictions, i) =>
        (["mean", "sum", "none", "weightedMean"] as const).map((reduction) => {
          const address = `losses/mse · one element (${i}) · ${reduction}`;
          return [address, losses.mse(), { predictions, targets: 0.5, weights: 2 }, { reduction }] as const;
        }),
    );
    expect(await verifyAll(list)).toEqual([]);
  });

  it("weights that sum to nothing", async () => {
    const list = (["mean", "weightedMean", "sum", "none"] as const).flatMap((reduction) => {
      const weights = [0, 0, 0];
      const logits = [
        [1, 2],
        [3, 1],
        [0, 0],
      ];
      return [
        [
          `mse · ${reduction}`,
          losses.mse(),
          { predictions: [1, 2, 3], targets: 0, weights },
          { reduction },
        ] as const,
        [
          `softmaxCrossEntropy · ${reduction}`,
          losses.softmaxCrossEntropy({ classWeights: [1, 3] }),
          { logits, labels: [0, 1, 1], weights },
          { reduction },
        ] as const,
      ];
    });
    expect(await verifyAll(list)).toEqual([]);
  });

  it("each input in a dtype of its own; integers; big labels", async () => {
    const random = randomFrom(3);
    const draw = (n: number) => Float32Array.from({ length: n }, () => 4 * random() - 2);
    const half = (n: number, dtype: FloatType) => tensor(draw(n), [n], { dtype });
    const mixed = {
      predictions: half(21, "f16"),
      targets: half(21, "f32"),
      variances: half(21, "bf16"),
      weights: half(21, "f16"),
    };
    const logits = tensor(draw(35), [7, 5], { dtype: "bf16" });
    const labels = [0, 4, -100, 2, 1, 3, 0];
    const list = [
      [
        "gaussianNll · mixed dtypes",
        losses.gaussianNll(),
        { ...mixed, variances: tensor(draw(21).map(Math.abs), [21], { dtype: "bf16" }) },
        {},
      ],
      [
        "mse · integers",
        losses.mse(),
        { predictions: Int16Array.of(3, -4, 300), targets: Uint8Array.of(1, 2, 255) },
        {},
      ],
      [
        "mse · float64",
        losses.mse(),
        { predictions: Float64Array.of(0.1, -0.2), targets: Float64Array.of(0.3, 7) },
        {},
      ],
      [
        "softmaxCrossEntropy · labels in i32",
        losses.softmaxCrossEntropy(),
        { logits, labels: Int32Array.from(labels) },
        {},
      ],
      [
        "softmaxCrossEntropy · labels in u8",
        losses.softmaxCrossEntropy({ ignoreIndex: 2 }),
        { logits, labels: Uint8Array.from(labels, (c) => Math.max(0, c)) },
        {},
      ],
      [
        "softmaxCrossEntropy · labels in i64",
        losses.softmaxCrossEntropy(),
        { logits, labels: BigInt64Array.from(labels, BigInt) },
        {},
      ],
      ["softmaxCrossEntropy · labels nested", losses.softmaxCrossEntropy(), { logits, labels }, {}],
    ] as const;
    expect(await verifyAll(list)).toEqual([]);
  });
});

describe("the upstream gradient", () => {
  it.each(["gaussianNll", "softmaxCrossEntropy · labels"])("losses/%s: one per item", async (name) => {
    const { make, given, definition } = subjectOf(name);
    const list = (["f32", "f16"] as const).flatMap((dtype) =>
      [[33], [4, 8], [1]].map((shape, i) => {
        const loss = make();
        const set =
          definition.family === "rowwise"
            ? hardRows(loss, given, { classes: 5, itemShape: shape, classAxis: -1 }, "usual", i)
            : hardElements(loss, shape, "usual", i);
        const inputs = Object.fromEntries(
          Object.entries(set.inputs).map(([key, input]) => [key, asTensor(input, dtype)]),
        );
        const values = new Float64Array(set.flavours.length).map(
          (_, k) => [1, 0, -2.5, 1e-3][k % 4] as number,
        );
        const gradientScale = asTensor({ shape, values }, i === 1 ? dtype : "f32");
        return [
          `losses/${name} · n=${shape.join("×")} · ${dtype}`,
          loss,
          inputs,
          { reduction: "none", gradientScale },
        ] as const;
      }),
    );
    expect(await verifyAll(list)).toEqual([]);
  });
});

describe("outputs of softmaxCrossEntropy", () => {
  const outputSets = [["logSumExp"], ["correct", "entropy"], ["entropy", "logSumExp", "correct"]];
  it.each(["labels", "targets"])("%s", async (mode) => {
    const { make, given } = subjectOf(`softmaxCrossEntropy · ${mode}`);
    const variants = [{}, { temperature: 0.7, softcap: 5 }];
    const list = rowShapes.slice(0, 5).flatMap((rows, i) =>
      (["none", "mean"] as const).map((reduction, r) => {
        const loss = make({ ...variants[(i + r) % 2], classAxis: rows.classAxis });
        const { inputs } = hardRows(loss, given, rows, "usual", i);
        const tensors = Object.fromEntries(
          Object.entries(inputs).map(([key, input]) => [key, asTensor(input, i % 3 === 0 ? "f16" : "f32")]),
        );
        const outputs = outputSets[i % 3];
        const address = `losses/softmaxCrossEntropy · ${mode} · ${JSON.stringify(rows)} · ${reduction} · ${outputs}`;
        return [address, loss, tensors, { reduction, outputs, gradients: i % 2 === 0 }] as const;
      }),
    );
    expect(await verifyAll(list)).toEqual([]);
  });
});
