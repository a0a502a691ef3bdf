/**
 * The same comparisons where the work is cut and spread otherwise: compiled steps, a device that binds little (a
 * step in several ranges, a call in several pieces), the grid of a real GPU, a memory limit.
 */
import { afterAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import { compute } from "../../src/reference/compute.js";
import type { Tensor } from "../../src/tensor.js";
import { tensor } from "../../src/tensor.js";
import { hardElements, hardRows, listsFor, type RowShape, type SetName } from "../cases/data.js";
import type { Case } from "../cases/hardCases.js";
import { type Setting, type Subject, subjects } from "../cases/matrix.js";
import { bufferOf, narrowDevice, newDevice } from "./desk.js";
import {
  addressed,
  type Bench,
  bitsOf,
  complaints,
  inParallel,
  inputsOf,
  judge,
  openBench,
} from "./harness.js";

const reduced: Setting = {
  reduction: "mean",
  dtype: "f32",
  weights: "none",
  checkInputs: true,
  gradients: "all",
};
const weighed: Setting = {
  reduction: "weightedMean",
  dtype: "f16",
  weights: "full",
  checkInputs: false,
  gradients: "all",
};
const each: Setting = {
  reduction: "none",
  dtype: "bf16",
  weights: "leading",
  checkInputs: false,
  gradients: "all",
};

/** How many elements, and how rows lie. */
interface Sizes {
  readonly elements: readonly (readonly number[])[];
  readonly rows: readonly RowShape[];
}

function casesOf(name: string, { elements, rows }: Sizes, own: readonly Setting[]): Case[] {
  const found = subjects.find(({ address }) => address === `losses/${name}`) as Subject;
  const { address, definition, make, given, variants } = found;
  return own.flatMap(({ dtype, weights, ...options }, s) => {
    if (!definition.reductions.includes(options.reduction)) return [];
    return (definition.family === "rowwise" ? rows : elements).flatMap((shape, i) => {
      const isRows = "classes" in shape;
      const length = isRows ? shape.classes : (shape.at(-1) ?? 1);
      const axis = isRows && shape.classAxis !== -1 ? { classAxis: shape.classAxis } : {};
      const loss = listsFor(make, { ...variants[(s + i) % variants.length], ...axis }, length);
      const hard: SetName[] = options.checkInputs ? ["usual"] : ["usual", "broken"];
      return hard.map(
        (setName): Case => ({
          address: `${address} · ${JSON.stringify(shape)} · ${JSON.stringify(options)} · ${dtype} · weights=${weights} · ${setName}`,
          loss,
          setName,
          set: isRows ? hardRows(loss, given, shape, setName, i) : hardElements(loss, shape, setName, i),
          dtype,
          weighing: weights,
          options: { ...options, gradients: true },
          ...(isRows ? { rows: shape } : {}),
        }),
      );
    });
  });
}

/** Compiles, encodes once or twice, reads. */
function stepped(engine: Engine, one: Case, accumulate: boolean): Promise<string[]> {
  const { device } = engine;
  return addressed(one, async () => {
    const { inputs, weights } = inputsOf(one);
    const shapes = Object.fromEntries(
      Object.entries(inputs).map(([name, { shape, dtype }]) => [name, { shape, dtype }]),
    );
    const laid = Object.fromEntries(Object.entries(inputs).map(([name, host]) => [name, lay(device, host)]));
    // What checkInputs finds is an error of read(); these tests look at what is computed.
    const step = await engine.compile(one.loss, shapes, { ...one.options, checkInputs: false, accumulate });
    const times = accumulate ? 2 : 1;
    const encoder = device.createCommandEncoder();
    for (let time = 0; time < times; time++) step.encode(encoder, laid);
    device.queue.submit([encoder.finish()]);
    const { gradients = {}, ...rest } = await step.read({ gradients: true });
    const wanted = compute(one.loss, inputs, one.options, true);
    // A gradient of a 16-bit input is stored in 16 bits, and read as what was stored.
    const dtypes = accumulate ? {} : wanted.dtypes;
    const texts = judge(one, weights, wanted, { ...rest, gradients }, { times, dtypes });
    step.destroy();
    for (const { data } of Object.values(laid)) data.destroy();
    return texts;
  });
}

function lay(device: GPUDevice, { data, shape, dtype }: Tensor): Tensor<GPUBuffer> {
  const size = Math.max(4, Math.ceil((data as Uint16Array).byteLength / 4) * 4);
  return tensor(bufferOf(device, data as Uint16Array, { size }), shape, { dtype });
}

const small: Sizes = {
  elements: [[33], [4, 8], [11, 12, 13], [0, 3]],
  rows: [
    { classes: 5, itemShape: [3, 11], classAxis: -1 },
    { classes: 8, itemShape: [33], classAxis: -1 },
    { classes: 3, itemShape: [3, 11], classAxis: 1 },
    { classes: 127, itemShape: [3], classAxis: 0 },
  ],
};

/** With 8 KiB to a binding: several ranges of 1,024 elements or 128 rows, with a rest. */
const cut: Sizes = {
  elements: [[41, 123], [2048], [3, 1025]],
  rows: [
    { classes: 5, itemShape: [25, 41], classAxis: -1 },
    { classes: 8, itemShape: [600], classAxis: -1 },
    { classes: 3, itemShape: [211, 4], classAxis: 1 },
  ],
};

/** More than one workgroup of 256; a team of 64 to a row, of 256 to a long one. */
const wide: Sizes = {
  elements: [[4097], [97, 211]],
  rows: [
    { classes: 3, itemShape: [7, 30], classAxis: -1 },
    { classes: 36, itemShape: [9], classAxis: -1 },
    { classes: 1030, itemShape: [3], classAxis: -1 },
    { classes: 65, itemShape: [1, 5], classAxis: 1 },
  ],
};

/** To an engine it is no software adapter. */
const pretender = { info: { vendor: "test", architecture: "", device: "", description: "" } } as GPUAdapter;

interface Stand {
  readonly title: string;
  readonly names: readonly string[];
  readonly sizes: Sizes;
  readonly settings: readonly Setting[];
  readonly open: () => Promise<Bench>;
}

const stands: readonly Stand[] = [
  {
    title: "as it is",
    names: ["mse", "softmaxCrossEntropy · labels"],
    sizes: small,
    settings: [reduced, each],
    open: openBench,
  },
  {
    title: "where a binding is small",
    names: [
      "rmse",
      "gaussianNll",
      "binaryCrossEntropyWithLogits · posWeight by entry",
      "softmaxCrossEntropy · labels",
    ],
    sizes: cut,
    settings: [weighed, each],
    open: async () => openBench({ device: await narrowDevice(8192) }),
  },
  {
    title: "on the grid of a GPU",
    names: ["gaussianNll", "softmaxCrossEntropy · labels"],
    sizes: wide,
    settings: [reduced, each],
    open: async () => openBench({ device: await newDevice(), adapter: pretender }),
  },
];

describe.each(stands)("$title", ({ title, names, sizes, settings: own, open }) => {
  let opened: Promise<Bench> | undefined;
  let cases = 0;

  async function bench(): Promise<Bench> {
    opened ??= open();
    return opened;
  }

  afterAll(async () => {
    const { engine, report } = await bench();
    report(`losses ${title}`, cases);
    engine.destroy();
  });

  it.each(names)("losses/%s", async (name) => {
    const { engine } = await bench();
    const list = casesOf(name, sizes, own);
    cases += 2 * list.length;
    const found = await inParallel(list, async (one) => {
      // What is compiled for a small binding also adds to what an encode before left.
      const accumulates = sizes === cut && list.indexOf(one) % 2 === 1;
      const compiled = await stepped(engine, one, accumulates);
      return [...(await complaints(engine, one)), ...compiled.map((text) => `compiled ${text}`)];
    });
    expect(found.slice(0, 20)).toEqual([]);
  });
});

describe("under a memory limit", () => {
  it("a call in pieces is the call in one; and on two engines it is the same to the bit", async () => {
    const limited = await openBench({ memoryLimit: 200_000 });
    const benches = [limited, await openBench({ memoryLimit: 200_000 })];
    const list = ["rmse", "softmaxCrossEntropy · labels"].flatMap((name) => casesOf(name, cut, [weighed]));
    const found = await inParallel(list, (one) => complaints(limited.engine, one), 1);
    for (const one of list) {
      const { inputs } = inputsOf(one);
      const answers = benches.map(({ engine }) => engine.evaluate(one.loss, inputs, one.options));
      const [a, b] = (await Promise.all(answers)).map((answer) => bitsOf(answer as never));
      if (a !== b) found.push(`${one.address}: other bits on another engine`);
    }
    limited.report("losses under a memory limit", list.length);
    for (const { engine } of benches) engine.destroy();
    expect(found.slice(0, 20)).toEqual([]);
  });
});
