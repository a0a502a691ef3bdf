/** What plans cost: bytes and operations by hand for some, sense for every loss there is. */
import { describe, expect, it } from "vitest";
import { linear } from "../../src/combine/linear.js";
import type { Loss } from "../../src/definition.js";
import { type ExplainOptions, explainLoss } from "../../src/engine/explainLoss.js";
import type { InputShape } from "../../src/engine/types.js";
import { InvalidInputError } from "../../src/errors.js";
import { ctc } from "../../src/losses/ctc.js";
import { huber } from "../../src/losses/huber.js";
import { infoNce } from "../../src/losses/infoNce.js";
import { klDivergence } from "../../src/losses/klDivergence.js";
import { mse } from "../../src/losses/mse.js";
import { rmse } from "../../src/losses/rmse.js";
import { softmaxCrossEntropy } from "../../src/losses/softmaxCrossEntropy.js";
import { type ExplainedDispatch, type Explanation, explain } from "../../src/plan/explain.js";
import type { Plan } from "../../src/plan/plan.js";
import { casesOf, combinators, sceneFactories } from "../cases/catalogue.js";
import { hardware, lossOf, shapesFor, software, subjects } from "./plans.js";

type Shapes = Readonly<Record<string, InputShape>>;

const explained = (loss: Loss, shapes: Shapes, options: ExplainOptions = {}, grid = hardware): Explanation =>
  explainLoss(grid, loss, shapes, options);

function dispatchOf({ dispatches }: Explanation, end: string): ExplainedDispatch {
  const found = dispatches.find(({ label }) => label.endsWith(end));
  if (!found) throw new Error(`there is no ${end}`);
  return found;
}

/** What is read and written of a buffer. */
function moved({ traffic }: ExplainedDispatch, name: string): { reads: number; writes: number } {
  const { reads, writes } = traffic.find(({ buffer }) => buffer === name) ?? {
    reads: Number.NaN,
    writes: Number.NaN,
  };
  return { reads, writes };
}

const flopsOf = ({ dispatches }: Explanation, label: RegExp): number =>
  dispatches.filter((one) => label.test(one.label)).reduce((sum, { flops }) => sum + flops, 0);

describe.each([software, hardware])("elementwise (%#)", (grid) => {
  it("mse reads 8n bytes, writes 4n, and computes what its body says, n times", () => {
    const n = 1000;
    const plan = explained(mse(), { predictions: [n], targets: [n] }, { gradients: ["predictions"] }, grid);
    const kernel = dispatchOf(plan, "/kernel");
    expect(moved(kernel, "input/predictions")).toEqual({ reads: 4 * n, writes: 0 });
    expect(moved(kernel, "input/targets")).toEqual({ reads: 4 * n, writes: 0 });
    expect(moved(kernel, "gradient/predictions")).toEqual({ reads: 0, writes: 4 * n });
    // error = p − t; error·error, 2·error, −2·error
    expect(kernel.flops).toBe(4 * n);
  });

  it("in place, what is written was read in the same buffer", () => {
    const kernel = dispatchOf(
      explained(huber(), { predictions: [96], targets: [96] }, { inPlace: ["predictions"] }, grid),
      "/kernel",
    );
    expect(moved(kernel, "input/predictions")).toEqual({ reads: 384, writes: 384 });
  });

  it("what is added to is read; 16 bits take two bytes; a root goes over its inputs again", () => {
    const shapes = { predictions: { shape: [96], dtype: "f16" }, targets: [96] } as const;
    const adding = dispatchOf(explained(mse(), shapes, { accumulate: true }, grid), "/kernel");
    expect(moved(adding, "input/predictions")).toEqual({ reads: 192, writes: 0 });
    expect(moved(adding, "gradient/predictions")).toEqual({ reads: 384, writes: 384 });
    const kernels = explained(rmse(), { predictions: [96], targets: [96] }, {}, grid).dispatches.filter(
      ({ label }) => label === "rmse/kernel",
    );
    expect(kernels.map((one) => moved(one, "input/targets").reads)).toEqual([384, 384]);
  });
});

describe("rows", () => {
  const logits = (classes: number, options?: ExplainOptions, rows = 600, stage = "kernel") =>
    moved(
      dispatchOf(
        explained(softmaxCrossEntropy(), { logits: [rows, classes], labels: [rows] }, options),
        `/${stage}`,
      ),
      "input/logits",
    ).reads;

  it("are read once while they stay near, twice when they are longer, and once where no slope is asked for", () => {
    expect(logits(1000)).toBe(4 * 600 * 1000);
    expect(logits(20_000)).toBe(2 * 4 * 600 * 20_000);
    expect(logits(20_000, { gradients: false })).toBe(4 * 600 * 20_000);
  });

  it("that workgroups share are read once where they are taken, and once where their slopes are", () => {
    const once = 4 * 64 * 128_256;
    expect(logits(128_256, {}, 64, "take")).toBe(once);
    expect(logits(128_256, {}, 64)).toBe(once);
    const { dispatches } = explained(
      softmaxCrossEntropy(),
      { logits: [64, 128_256], labels: [64] },
      { gradients: false },
    );
    const last = dispatches.find(({ label }) => label.endsWith("/kernel"));
    expect(last?.bindings).not.toContain("input/logits");
  });

  it("of two inputs are longer than of one", () => {
    const kernel = (classes: number) =>
      dispatchOf(
        explained(klDivergence(), { logProbabilities: [8, classes], targets: [8, classes] }),
        "/kernel",
      );
    expect(moved(kernel(2048), "input/targets").reads).toBe(4 * 8 * 2048);
    expect(moved(kernel(4096), "input/targets").reads).toBe(2 * 4 * 8 * 4096);
  });

  it("cost as many operations as there are classes, whatever the device", () => {
    const flops = (classes: number, grid = hardware) =>
      dispatchOf(
        explained(softmaxCrossEntropy(), { logits: [64, classes], labels: [64] }, {}, grid),
        "/kernel",
      ).flops;
    expect(flops(200) - flops(100)).toBe(flops(300) - flops(200));
    expect(flops(100, software)).toBe(flops(100));
  });

  it("a switch that is on costs more", () => {
    const flops = (params: object) =>
      explained(softmaxCrossEntropy(params), { logits: [64, 100], labels: [64] }).flops;
    expect(flops({ labelSmoothing: 0.1 })).toBeGreaterThan(flops({}));
    expect(flops({ softcap: 30 })).toBeGreaterThan(flops({}));
  });
});

describe.each([software, hardware])("products (%#)", (grid) => {
  it.each([
    [256, 128, 1000],
    [2048, 64, 20_000],
  ])("linear [%i, %i]·[…, %i]: 2·N·D·K for each of three", (rows, features, columns) => {
    const plan = explained(
      linear(softmaxCrossEntropy()),
      { inputs: [rows, features], weightMatrix: [features, columns], labels: [rows] },
      {},
      grid,
    );
    const each = 2 * rows * features * columns;
    expect(flopsOf(plan, /\/product$/)).toBe(each);
    expect(flopsOf(plan, /gradient of inputs$/)).toBe(each);
    expect(flopsOf(plan, /gradient of weights$/)).toBe(each);
    const written = (name: string, label: RegExp) =>
      plan.dispatches
        .filter((one) => label.test(one.label))
        .reduce((sum, one) => sum + moved(one, name).writes, 0);
    expect(written("chunk", /\/product$/)).toBe(4 * rows * columns);
    expect(written("gradient/inputs", /gradient of inputs$/)).toBe(4 * rows * features);
  });

  it("infoNce: every score once forward, and twice its products for each side's gradient", () => {
    const [n, m, d] = [96, 128, 64];
    const flops = (features: number, label: RegExp) =>
      flopsOf(explained(infoNce(), { queries: [n, features], keys: [m, features] }, {}, grid), label);
    expect(flops(2 * d, /forward$/) - flops(d, /forward$/)).toBe(2 * n * m * d);
    expect(flops(2 * d, /backward$/) - flops(d, /backward$/)).toBe(2 * 4 * n * m * d);
    expect(flops(d, /forward$/)).toBeGreaterThan(2 * n * m * d);
  });

  it("infoNce: a workgroup goes over all keys, so more queries read them more often", () => {
    const reads = (n: number) =>
      moved(
        dispatchOf(explained(infoNce(), { queries: [n, 64], keys: [1024, 64] }, {}, grid), "/forward"),
        "input/keys",
      ).reads;
    expect(reads(256)).toBe(2 * reads(128));
  });
});

describe("sequences", () => {
  it("read every logit for the sums, those of labels for the lattice, and move its cells", () => {
    const [frames, sequences, classes, labels] = [50, 4, 20, 7];
    const plan = explained(ctc(), {
      logits: [frames, sequences, classes],
      targets: [sequences, labels],
      targetLengths: [sequences],
    });
    expect(moved(dispatchOf(plan, "/rows"), "input/logits").reads).toBe(4 * frames * sequences * classes);
    const emissions = frames * sequences * (labels + 2);
    expect(moved(dispatchOf(plan, "/forward"), "input/logits").reads).toBe(4 * emissions);
    const cells = 8 * frames * sequences * (2 * labels + 1);
    expect(moved(dispatchOf(plan, "/forward"), "lattice")).toEqual({ reads: 0, writes: cells });
    expect(moved(dispatchOf(plan, "/meet"), "lattice")).toEqual({ reads: cells, writes: cells });
  });

  it("in software walk whole runs of pairs by four lanes, and leave a share for each", () => {
    const [frames, sequences, classes, labels] = [50, 4, 20, 7];
    const shapes = {
      logits: [frames, sequences, classes],
      targets: [sequences, labels],
      targetLengths: [sequences],
    };
    const plan = explained(ctc(), shapes, {}, software);
    // A quad for the first blank, and one for each label with the blank behind it.
    const quads = sequences * (1 + 4 * Math.ceil(labels / 4));
    const [pairs, kept] = [frames * quads, 16 * (1 + frames / 2) * quads];
    expect(moved(dispatchOf(plan, "/forward"), "lattice")).toEqual({ reads: 0, writes: kept });
    expect(moved(dispatchOf(plan, "/meet"), "lattice")).toEqual({ reads: kept, writes: 0 });
    expect(moved(dispatchOf(plan, "/meet"), "shares")).toEqual({ reads: 0, writes: 4 * pairs });
    expect(moved(dispatchOf(plan, "/backward"), "shares")).toEqual({ reads: 4 * pairs, writes: 0 });
  });
});

/** Every loss of the catalogue with shapes of its own. */
const catalogue: readonly (readonly [name: string, loss: Loss, shapes: Shapes])[] = [
  ...subjects.flatMap((subject) =>
    subject.variants.map(
      (params, i) =>
        [`${subject.name} ${i}`, lossOf(subject, params, 12), shapesFor(subject, 24, 12) as Shapes] as const,
    ),
  ),
  ...[...sceneFactories, ...combinators].flatMap((make) =>
    (casesOf(make.info.name).scenes ?? [])
      .filter(({ inputs }) => Object.values(inputs).every(({ values }) => values.length > 0))
      .map(
        ({ title, params, made, inputs }) =>
          [
            `${make.info.name}: ${title}`,
            made ?? make(params),
            Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape])),
          ] as const,
      ),
  ),
];

describe("every loss there is", () => {
  it("has cases enough", () => {
    expect(catalogue.length).toBeGreaterThan(150);
  });

  it.each([
    [software, {}],
    [hardware, { checkInputs: true, accumulate: true }],
  ])("moves at least what must be moved, and computes something (%#)", (grid, options) => {
    const wrong = catalogue.flatMap(([name, loss, shapes]) => {
      const { bytes, bytesMoved, flops, dispatches } = explained(loss, shapes, options, grid);
      const numbers = dispatches.flatMap((one) => [
        one.flops,
        ...one.traffic.flatMap(({ reads, writes }) => [reads, writes]),
      ]);
      return [
        ...(numbers.every((number) => Number.isFinite(number) && number >= 0)
          ? []
          : [`${name}: a cost is no number`]),
        ...(flops > 0 ? [] : [`${name}: no operations`]),
        ...(bytes >= bytesMoved && bytesMoved > 0
          ? []
          : [`${name}: ${bytes} bytes, and ${bytesMoved} at least`]),
        ...dispatches
          .filter((one) => one.bytes <= 0 || one.traffic.length !== one.bindings.length)
          .map(({ label }) => `${name}: ${label} moves nothing`),
      ];
    });
    expect(wrong).toEqual([]);
  });
});

describe("the roof", () => {
  const shapes = { predictions: [1000], targets: [1000] };

  it("is the longer of both for each dispatch, and their sum in all", () => {
    const [bandwidth, flopRate] = [1e9, 2e9];
    const { dispatches, rooflineSeconds } = explained(mse(), shapes, { bandwidth, flopRate });
    const times = dispatches.map(({ bytes, flops }) => Math.max(bytes / 1e9, flops / 2e9));
    expect(dispatches.map((one) => one.rooflineSeconds)).toEqual(times);
    expect(rooflineSeconds).toBe(times.reduce((sum, time) => sum + time, 0));
    const slow = explained(mse(), shapes, { bandwidth, flopRate: 1 });
    expect(slow.rooflineSeconds).toBe(slow.flops);
  });

  it("may be one of the two, or none", () => {
    const { bytes, rooflineSeconds } = explained(mse(), shapes, { bandwidth: 8 });
    expect(rooflineSeconds).toBeCloseTo(bytes / 8, 9);
    expect(explained(mse(), shapes, { flopRate: 1 }).rooflineSeconds).toBe(explained(mse(), shapes).flops);
    expect(explained(mse(), shapes)).not.toHaveProperty("rooflineSeconds");
    expect(explained(mse(), shapes).dispatches[0]).not.toHaveProperty("rooflineSeconds");
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, "4e12"])("refuses %s", (value) => {
    const bandwidth = value as number;
    expect(() => explained(mse(), shapes, { bandwidth })).toThrow(InvalidInputError);
    expect(() => explained(mse(), shapes, { bandwidth })).toThrow(/bandwidth is .* bytes per second, > 0/);
    expect(() => explained(mse(), shapes, { flopRate: bandwidth })).toThrow(
      /flopRate is .* operations per second/,
    );
  });

  it("a misspelt option is an error that names the right one", () => {
    expect(() => explained(mse(), shapes, { bandwith: 1e12 } as ExplainOptions)).toThrow(InvalidInputError);
    expect(() => explained(mse(), shapes, { bandwith: 1e12 } as ExplainOptions)).toThrow(/bandwidth/);
  });
});

describe("the table", () => {
  const binding = (buffer: string, size: number, access: "read" | "read_write" = "read") => ({
    buffer,
    offset: 0,
    size,
    access,
  });
  const module = { code: "fn twice(x: f32) -> f32 { return x + x; }", sections: [] };
  const made: Plan = {
    label: "made",
    buffers: {
      "input/x": { role: "input", size: 2 ** 22 },
      "gradient/x": { role: "gradient", size: 2 ** 22 },
      partials: { role: "scratch", size: 1536 },
    },
    steps: [
      { kind: "clear", buffer: "partials" },
      {
        kind: "dispatch",
        label: "made/kernel",
        module,
        bindings: [
          binding("input/x", 2 ** 22),
          binding("partials", 1536, "read_write"),
          binding("gradient/x", 2 ** 22, "read_write"),
        ],
        uniform: [],
        workgroups: 1024,
        work: {
          calls: { twice: 10 ** 6 },
          flops: 500_000,
          reads: { "input/x": 2 },
          writes: { partials: 0.5 },
        },
      },
      {
        kind: "dispatch",
        label: "made/fold",
        module,
        bindings: [binding("partials", 1536), binding("totals", 16, "read_write")],
        uniform: [],
        workgroups: 1,
      },
    ],
    totals: [],
    counted: 1,
  };

  it("has a line for each dispatch and one for all, in columns, in units that read well", () => {
    // The kernel: 12 MiB + 768 B at 4 TB/s take 3.15 µs, 1.5 Mflop at 0.3 Tflop/s take 5.
    const told = explain([made], { bandwidth: 4e12, flopRate: 3e11 });
    expect(told.text).toBe(
      [
        "kernel       workgroups     read  written       flop  flop/byte  at the roof  buffers",
        "made/kernel        1024    8 MiB    4 MiB  1.5 Mflop      0.119         5 µs  input/x, partials*, gradient/x*",
        "made/fold             1  1.5 KiB     16 B     0 flop          0     0.388 ns  partials, totals*",
        "in all                     8 MiB    4 MiB  1.5 Mflop      0.119         5 µs",
        "8 MiB moved at least, 1.5 KiB of buffers beside inputs, gradients and results",
      ].join("\n"),
    );
    expect(told).toMatchObject({
      bytes: 3 * 2 ** 22 + 768 + 1536 + 16,
      bytesMoved: 2 ** 23,
      extraBytes: 1536,
      flops: 1_500_000,
    });
  });

  it("a plan is not changed by being told", () => {
    expect(explain([made]).plans).toEqual([made]);
    expect(JSON.parse(JSON.stringify(explain([made]).dispatches))).toEqual(explain([made]).dispatches);
  });

  it("speaks of no time that it does not know", () => {
    const { text } = explained(mse(), { predictions: [8], targets: [8] });
    expect(text).not.toMatch(/roof| [nµm]?s /);
    expect(text.split("\n")[1]).toMatch(
      /^mse\/kernel +1 +\d+ B +\d+ B +32 flop +0\.\d+ {2}input\/predictions, /,
    );
  });

  it("a plan of nothing is told too", () => {
    const { text, flops } = explained(mse(), { predictions: [0], targets: [0] });
    expect(flops).toBe(0);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });
});
