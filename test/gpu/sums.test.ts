/** Sums of losses on the GPU: evaluated, compiled and accumulated, from memory and from GPU tensors. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeHalf } from "../../src/check/half.js";
import { weightedSum as sumOf } from "../../src/combine/weightedSum.js";
import { binaryCrossEntropyWithLogits } from "../../src/losses/binaryCrossEntropyWithLogits.js";
import { huber } from "../../src/losses/huber.js";
import { l2 } from "../../src/losses/l2.js";
import { mse } from "../../src/losses/mse.js";
import { sigmoidFocal } from "../../src/losses/sigmoidFocal.js";
import { softmaxCrossEntropy } from "../../src/losses/softmaxCrossEntropy.js";
import { type Computed, compute } from "../../src/reference/compute.js";
import {
  type DType,
  elementCount,
  isHalf,
  storedBytes,
  type Tensor,
  type TypedArray,
  tensor,
} from "../../src/tensor.js";
import type { SumCase } from "../cases/case.js";
import { uncertaintyWeighted } from "../cases/combine/uncertaintyWeighted.js";
import { weightedSum } from "../cases/combine/weightedSum.js";
import { normals, uniforms } from "../cases/scenes.js";
import { bytesOf, onGpu } from "./desk.js";
import { type Bench, openBench } from "./harness.js";
import { compare } from "./tolerance.js";

const cases = Object.entries({ weightedSum, uncertaintyWeighted }).flatMap(([name, list]) =>
  list.map((one) => [name, one.title, one] as const),
);

let bench: Bench;
let count = 0;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => {
  bench.report("sums", count);
  bench.engine.destroy();
});

interface Found {
  readonly loss: number | ArrayLike<number>;
  readonly count: number;
  readonly terms?: readonly (number | ArrayLike<number>)[];
  readonly gradients?: Readonly<Record<string, ArrayLike<number>>>;
}

const listOf = (value: number | ArrayLike<number>): ArrayLike<number> =>
  typeof value === "number" ? [value] : value;

function inMemory(inputs: SumCase["inputs"], dtype: DType = "f32"): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, values }]) => [
      name,
      values instanceof Int32Array ? tensor(values, shape) : tensor(values, shape, { dtype }),
    ]),
  );
}

/** The same numbers in GPU buffers. */
function onDevice(inputs: Readonly<Record<string, Tensor>>): Record<string, Tensor<GPUBuffer>> {
  const entries = Object.entries(inputs).map(([name, { data, shape, dtype }]) => [
    name,
    onGpu(bench.engine.device, data as TypedArray, shape, { dtype }),
  ]);
  return Object.fromEntries(entries);
}

function complaints(found: Found, wanted: Computed, times = 1, dtypes: Record<string, DType> = {}): string[] {
  count++;
  const texts: string[] = [];
  const check = (
    name: string,
    own: ArrayLike<number>,
    right: ArrayLike<number>,
    size?: number,
    dtype: DType = "f32",
  ): void => {
    const scaled = Array.from(right, (value) => times * value);
    const { ok, worst } = compare(own, scaled, {
      ...(size === undefined ? {} : { size: times * size }),
      dtype,
    });
    if (!ok) texts.push(`${name}[${worst}] is ${own[worst]} for ${scaled[worst]}`);
  };
  check("loss", listOf(found.loss), listOf(wanted.loss), wanted.sizes.loss);
  for (const [k, term] of (wanted.terms ?? []).entries()) {
    check(`terms[${k}]`, listOf(found.terms?.[k] ?? []), listOf(term));
  }
  if (found.count !== wanted.count * times) texts.push(`count is ${found.count} for ${wanted.count * times}`);
  for (const [name, gradient] of Object.entries(wanted.gradients)) {
    check(
      `gradients.${name}`,
      found.gradients?.[name] ?? [],
      gradient,
      wanted.sizes.gradients[name],
      dtypes[name],
    );
  }
  const names = Object.keys(found.gradients ?? {})
    .sort()
    .join();
  if (names !== Object.keys(wanted.gradients).sort().join()) texts.push(`gradients are of ${names}`);
  return texts;
}

async function readBack(gradients: Readonly<Record<string, unknown>>): Promise<Record<string, Float32Array>> {
  const all = Object.entries(gradients).map(async ([name, value]) => {
    const { data, shape, dtype } = value as Tensor<GPUBuffer>;
    const bytes = await bytesOf(bench.engine.device, data, 0, storedBytes(shape, dtype));
    const halves = new Uint16Array(bytes).subarray(0, elementCount(shape));
    return [name, isHalf(dtype) ? decodeHalf(halves, dtype) : new Float32Array(bytes)] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}

describe.each(cases)("%s: %s", (_, __, one) => {
  const options = { ...one.options, checkInputs: false } as Record<string, unknown>;

  it("evaluates as the reference does", async () => {
    const inputs = inMemory(one.inputs);
    const wanted = compute(one.loss, inputs, one.options ?? {}, true);
    const found = (await bench.engine.evaluate(one.loss, inputs, one.options)) as unknown as Found;
    expect(complaints(found, wanted)).toEqual([]);
  });

  it("compiles, and accumulates", async () => {
    const inputs = inMemory(one.inputs);
    const wanted = compute(one.loss, inputs, one.options ?? {}, true);
    const shapes = Object.fromEntries(
      Object.entries(inputs).map(([name, { shape, dtype }]) => [name, { shape, dtype }]),
    );
    const places = onDevice(inputs);
    for (const accumulate of [false, true]) {
      const step = await bench.engine.compile(one.loss, shapes, { ...options, accumulate });
      for (let run = 0; run < 2; run++) {
        const encoder = bench.engine.device.createCommandEncoder();
        step.encode(encoder, places);
        bench.engine.device.queue.submit([encoder.finish()]);
      }
      const found = (await step.read({ gradients: true })) as Found;
      expect(complaints(found, wanted, accumulate ? 2 : 1)).toEqual([]);
      step.destroy();
    }
  });
});

describe("tensors of 16 bits on the GPU", () => {
  it.each(cases.filter(([, , one]) => one.halves))("%s: %s", async (_, __, one) => {
    const options = { ...one.options, checkInputs: false } as Record<string, unknown>;
    const inputs = inMemory(one.inputs, "bf16");
    const wanted = compute(one.loss, inputs, one.options ?? {}, true);
    const found = await bench.engine.evaluate(one.loss, onDevice(inputs), one.options);
    const gradients = await readBack(found.gradients);
    const dtypes = Object.fromEntries(Object.keys(gradients).map((name) => [name, "bf16" as const]));
    expect(complaints({ ...(found as unknown as Found), gradients }, wanted, 1, dtypes)).toEqual([]);
    const shapes = Object.fromEntries(
      Object.entries(inputs).map(([name, { shape, dtype }]) => [name, { shape, dtype }]),
    );
    const step = await bench.engine.compile(one.loss, shapes, options);
    const encoder = bench.engine.device.createCommandEncoder();
    step.encode(encoder, onDevice(inputs));
    bench.engine.device.queue.submit([encoder.finish()]);
    expect(complaints((await step.read({ gradients: true })) as Found, wanted, 1, dtypes)).toEqual([]);
    step.destroy();
  });
});

describe("a sum", () => {
  it("takes a scale and a divisor from the GPU", async () => {
    const loss = sumOf([
      { loss: mse(), weight: 3 },
      { loss: l2(), weight: 0.5, inputs: { parameters: "predictions" } },
    ]);
    const inputs = inMemory({ predictions: normals([40], 1), targets: normals([40], 2) });
    const step = await bench.engine.compile(loss, { predictions: [40], targets: [40] });
    const numbers = onDevice({ scale: tensor(Float32Array.of(-2)), divisor: tensor(Float32Array.of(8)) });
    const encoder = bench.engine.device.createCommandEncoder();
    step.encode(encoder, onDevice(inputs), {
      gradientScale: numbers.scale as never,
      divisor: numbers.divisor as never,
    });
    bench.engine.device.queue.submit([encoder.finish()]);
    const wanted = compute(loss, inputs, { gradientScale: -2, divisor: 8 }, true);
    expect(complaints((await step.read({ gradients: true })) as Found, wanted)).toEqual([]);
    step.destroy();
  });

  it("is explained with what comes before and after its terms", () => {
    const loss = sumOf([{ loss: mse() }, { loss: softmaxCrossEntropy() }]);
    const { text } = bench.engine.explain(loss, {
      predictions: [8],
      targets: [8],
      logits: [4, 3],
      labels: [4],
    });
    expect(text).toMatch(/mse\/kernel[\s\S]*softmaxCrossEntropy\/kernel[\s\S]*weightedSum\/terms/);
  });
});

describe("what a sum refuses", () => {
  const refused = async (work: () => unknown): Promise<string> => {
    try {
      await work();
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`;
    }
    return "nothing was refused";
  };

  it.each<[string, () => unknown, RegExp]>([
    [
      "no terms",
      () => sumOf([]),
      /InvalidInputError: weightedSum: the list of terms is empty; a list such as/,
    ],
    [
      "a factory in place of a loss",
      () => sumOf([{ loss: mse as never }]),
      /InvalidInputError: loss is the function mse; call it, as in mse\(\)/,
    ],
    [
      "a misspelt key",
      () => sumOf([{ loss: mse(), wieght: 1 } as never]),
      /InvalidInputError: weightedSum: terms\[0\]: there is no option "wieght"; it takes .*weight/,
    ],
    [
      "a weight that is no number",
      () => sumOf([{ loss: mse(), weight: Number.NaN }]),
      /InvalidInputError: weightedSum: terms\[0\]\.weight is NaN; it must be a finite number\./,
    ],
    [
      "a reduction that there is not",
      () => sumOf([{ loss: mse(), weight: 1, reduction: "average" as never }]),
      /InvalidInputError: weightedSum: terms\[0\] \(mse\): reduction is "average"; it must be one of mean, sum, none, weightedMean\./,
    ],
    [
      "a name that the loss does not have",
      () => sumOf([{ loss: mse(), inputs: { logits: "x" } }]),
      /InvalidInputError: weightedSum: terms\[0\]: inputs names "logits", which mse does not have; it has predictions, targets, weights\./,
    ],
    [
      "two inputs of one name",
      () => sumOf([{ loss: mse(), inputs: { predictions: "x", targets: "x" } }]),
      /InvalidInputError: weightedSum: terms\[0\]: two of its inputs are called "x"/,
    ],
    [
      "integers and values under one name",
      () => sumOf([{ loss: softmaxCrossEntropy() }, { loss: mse(), inputs: { targets: "labels" } }]),
      /InvalidInputError: weightedSum: terms\[1\]: labels is real here and labels in a term before/,
    ],
    [
      "items of unlike shapes",
      () =>
        bench.engine.evaluate(
          sumOf([{ loss: mse() }, { loss: mse(), inputs: { predictions: "a", targets: "b" } }]),
          { predictions: [1, 2], targets: [1, 2], a: [1], b: [2] } as never,
          { reduction: "none" },
        ),
      /UnsupportedError: weightedSum: reduction "none" adds terms item by item, and the losses of .* have shape \[2\], those of .* \[1\]/,
    ],
    [
      "a gradient in place",
      () =>
        bench.engine.evaluate(
          sumOf([{ loss: mse() }]),
          { predictions: [1, 2], targets: [1, 2] },
          {
            inPlace: ["predictions"],
          },
        ),
      /UnsupportedError: weightedSum: inPlace is for losses that read each input just where they write/,
    ],
    [
      "a shape that does not fit, by the term's own names",
      () =>
        bench.engine.evaluate(sumOf([{ loss: mse(), inputs: { predictions: "depth", targets: "truth" } }]), {
          depth: [1, 2],
          truth: [1, 2, 3],
        } as never),
      /ShapeError: weightedSum: terms\[0\] \(mse\): depth has shape \[2\] and truth \[3\]/,
    ],
    [
      "a value that is not finite",
      () =>
        bench.engine.evaluate(sumOf([{ loss: mse(), inputs: { predictions: "depth", targets: "truth" } }]), {
          depth: [1, Number.NaN],
          truth: [1, 2],
        } as never),
      /InvalidInputError: weightedSum: terms\[0\] \(mse\): depth\[1\] is NaN; it must be finite/,
    ],
  ])("%s", async (_, work, message) => {
    expect(await refused(work)).toMatch(message);
  });
});

describe("elementwise terms over the same inputs", () => {
  it("run in one kernel, with a fold and what adds the terms", async () => {
    const loss = sumOf([
      { loss: mse(), weight: 0.5 },
      { loss: huber({ delta: 0.5 }), weight: 2 },
      { loss: huber({ delta: 2 }), weight: -1 },
      { loss: l2(), weight: 0.1 },
    ]);
    const { dispatches } = bench.engine.explain(loss, { predictions: [80], targets: [80], parameters: [5] });
    expect(dispatches.map(({ label }) => label)).toEqual([
      "mse+huber+huber/kernel",
      "mse+huber+huber/fold",
      "l2/kernel",
      "l2/fold",
      "weightedSum/terms",
    ]);
    const inputs = inMemory({
      predictions: normals([80], 3, 2),
      targets: normals([80], 4),
      parameters: normals([5], 5),
      weights: normals([80], 6),
    });
    for (const reduction of ["mean", "sum", "weightedMean"] as const) {
      const options = { reduction, gradientScale: 3 };
      const found = await bench.engine.evaluate(loss, inputs, options);
      expect(complaints(found as unknown as Found, compute(loss, inputs, options, true))).toEqual([]);
    }
  });

  it("give the same in pieces, and with classes that are masked", async () => {
    const loss = sumOf([
      { loss: binaryCrossEntropyWithLogits(), weight: 1 },
      { loss: sigmoidFocal({ gamma: 1 }), weight: 3 },
    ]);
    const items = 70_000;
    const logits = normals([items], 7, 3);
    logits.values[11] = Number.NEGATIVE_INFINITY;
    for (const target of [0, 0.5]) {
      const targets = uniforms([items], 8);
      targets.values[11] = target;
      const inputs = inMemory({ logits, targets });
      const limited = await openBench({ memoryLimit: 2 ** 21 });
      const found = await limited.engine.evaluate(loss, inputs);
      expect(complaints(found as unknown as Found, compute(loss, inputs, {}, true))).toEqual([]);
      limited.engine.destroy();
    }
  });
});
