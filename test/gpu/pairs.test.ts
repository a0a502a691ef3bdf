/**
 * Losses of pairs and triplets of vectors: every length of vector, one number per row or one for all, vectors
 * that lose their digits elsewhere, rows in ranges and pieces, and what is refused.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Loss } from "../../src/definition.js";
import { createEngine } from "../../src/engine/engine.js";
import { InvalidInputError, ShapeError } from "../../src/errors.js";
import { contrastive, cosineDistance, cosineEmbedding, triplet } from "../../src/losses/index.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { verify } from "../../src/reference/verify.js";
import { type DType, tensor } from "../../src/tensor.js";
import { normal, randomFrom } from "../cases/catalogue.js";
import { asTensor, hardRows, type SetName } from "../cases/data.js";
import type { Case } from "../cases/hardCases.js";
import { bufferOf, narrowDevice, newDevice } from "./desk.js";
import { type Bench, complaints, inParallel, openBench } from "./harness.js";

let bench: Bench;
let cases = 0;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => {
  bench.report("pairs and triplets", cases);
  bench.engine.destroy();
});

const namesOf: Readonly<Record<string, readonly string[]>> = {
  cosineEmbedding: ["a", "b", "targets"],
  cosineDistance: ["predictions", "targets"],
  contrastive: ["a", "b", "targets"],
  triplet: ["anchor", "positive", "negative"],
};

function caseOf(loss: Loss, length: number, items: number, setName: SetName, dtype: Case["dtype"]): Case {
  const rows = { classes: length, itemShape: [items], classAxis: -1 as const };
  cases++;
  return {
    address: `losses/${loss.name} ${JSON.stringify(loss.params)} · [${items}, ${length}] · ${setName} · ${dtype}`,
    loss,
    rows,
    set: hardRows(loss, namesOf[loss.name] ?? [], rows, setName, length),
    setName,
    dtype,
    weighing: "none",
    options: { reduction: "mean", checkInputs: true, gradients: true },
  };
}

const losses = [
  cosineEmbedding({ margin: 0.25 }),
  cosineDistance(),
  contrastive({ margin: 2 }),
  triplet(),
  triplet({ p: 1, swap: true }),
];

describe("vectors of every length", () => {
  it.each(losses.map((loss) => [`${loss.name} ${JSON.stringify(loss.params)}`, loss] as const))(
    "losses/%s",
    async (_, loss) => {
      // A lane and a team to a row, by single numbers and by quads, in one block and in several.
      const singles = [1, 2, 7, 65, 4097];
      const quads = [4, 12, 128, 4096];
      const list = [
        ...[...singles, ...quads].map((length) => caseOf(loss, length, 13, "usual", "f32")),
        ...[3, 65].map((length) => caseOf(loss, length, 40, "vast", "f32")),
      ];
      expect(await inParallel(list, (one) => complaints(bench.engine, one))).toEqual([]);
    },
  );
});

describe("one number per row", () => {
  const random = randomFrom(5);
  const vectors = (...shape: number[]) => {
    const count = shape.reduce((a, b) => a * b, 1);
    return tensor(
      Float32Array.from({ length: count }, () => normal(random)),
      shape,
    );
  };
  const inputs = { a: vectors(2, 3, 5), b: vectors(2, 3, 5) };

  it.each([
    ["cosineEmbedding", cosineEmbedding(), -1],
    ["contrastive", contrastive({ margin: 3 }), 0],
  ] as const)("losses/%s: shaped like the loss, and one for all", async (_, loss, target) => {
    const all = tensor(new Float32Array(6).fill(target), [2, 3], { dtype: "bf16" });
    for (const targets of [all, target, [target], tensor([target], [1], { dtype: "f16" })]) {
      const found = await bench.engine.evaluate(loss, { ...inputs, targets }, { reduction: "none" });
      const wanted = evaluate(loss, { ...inputs, targets: all }, { reduction: "none" });
      found.loss.forEach((value, i) => {
        expect(value).toBeCloseTo(wanted.loss[i] as number, 5);
      });
      found.gradients.a.forEach((value, i) => {
        expect(value).toBeCloseTo(wanted.gradients.a[i] as number, 5);
      });
      cases++;
    }
  });

  it("is refused where it has another shape, is no target, or is asked for a gradient", async () => {
    const call = (targets: object | number, loss: Loss = cosineEmbedding(), options: object = {}) =>
      bench.engine.evaluate(loss as never, { ...inputs, targets } as never, options).catch((error) => error);
    const shape = await call([1, -1, 1]);
    expect(shape).toBeInstanceOf(ShapeError);
    expect(shape.message).toBe(
      "cosineEmbedding: a has shape [2, 3, 5] with the vectors on axis 2, so targets must have shape [2, 3], or be one number for all rows; found [3].",
    );
    const zero = await call([
      [1, -1, 1],
      [0, -1, 0],
    ]);
    expect(zero).toBeInstanceOf(InvalidInputError);
    expect(zero).toMatchObject({ input: "targets", index: 3, value: 0 });
    expect(zero.message).toMatch(
      /^cosineEmbedding: targets\[3\] is 0, the first of 2 such values; it must be −1 or 1\./,
    );
    const all = await call(0.5);
    expect(all.message).toMatch(/^cosineEmbedding: targets\[0\] is 0\.5; it must be −1 or 1\./);
    const outside = await call(-1, contrastive());
    expect(outside.message).toMatch(/^contrastive: targets\[0\] is -1; it must be in \[0, 1\]\./);
    // The reference says the same.
    for (const [loss, targets, found] of [
      [contrastive(), -1, outside],
      [cosineEmbedding(), 0.5, all],
    ] as const) {
      expect(() => evaluate(loss, { ...inputs, targets })).toThrow(found.message);
    }
    expect((await call(1, cosineEmbedding(), { gradients: ["targets"] })).message).toMatch(
      /^cosineEmbedding: .*targets/,
    );
  });

  it("that is NaN spoils its own row", async () => {
    const targets = [
      [1, Number.NaN, 1],
      [-1, -1, 1],
    ];
    const options = { reduction: "none", checkInputs: false } as const;
    const found = await bench.engine.evaluate(cosineEmbedding(), { ...inputs, targets }, options);
    expect(Array.from(found.loss, Number.isNaN)).toEqual([false, true, false, false, false, false]);
    expect(Array.from(found.gradients.a, Number.isNaN).indexOf(true)).toBe(5);
    expect(Array.from(found.gradients.a, Number.isNaN).lastIndexOf(true)).toBe(9);
  });

  it("is cut with its rows, into ranges and into pieces", async () => {
    const device = await narrowDevice(8192);
    const narrow = await createEngine({ device });
    const limited = await createEngine({ memoryLimit: 60_000 });
    const loss = cosineEmbedding({ margin: 0.25 });
    const one = caseOf(loss, 5, 1025, "usual", "f16");
    const found = [...(await complaints(narrow, one)), ...(await complaints(limited, one))];
    expect(found).toEqual([]);

    const laid = Object.fromEntries(
      Object.entries(one.set.inputs).map(([name, { shape, values }]) => {
        const { data } = asTensor({ shape, values }, "f16");
        return [name, tensor(bufferOf(device, data as Uint16Array), shape, { dtype: "f16" })];
      }),
    );
    for (const isOne of [false, true]) {
      const targets = isOne ? tensor(bufferOf(device, Float32Array.of(-1)), []) : laid.targets;
      const shapes = {
        a: { shape: [1025, 5], dtype: "f16" },
        b: { shape: [1025, 5], dtype: "f16" },
        targets: { shape: isOne ? [] : [1025], dtype: (isOne ? "f32" : "f16") as DType },
      } as const;
      const step = await narrow.compile(loss, shapes, { gradients: ["b"] });
      const encoder = device.createCommandEncoder();
      step.encode(encoder, { a: laid.a, b: laid.b, targets } as never);
      device.queue.submit([encoder.finish()]);
      const { loss: value } = await step.read();
      const host = Object.fromEntries(
        Object.entries(one.set.inputs).map(([name, input]) => [name, asTensor(input, "f16")]),
      );
      const wanted = evaluate(loss, { ...host, ...(isOne ? { targets: -1 } : {}) } as never);
      expect(value).toBeCloseTo(wanted.loss as number, 5);
      step.destroy();
    }
    narrow.destroy();
    limited.destroy();
    device.destroy();
  });
});

describe("vectors that nearly agree", () => {
  const random = randomFrom(9);
  const draw = (of: (i: number) => number) => Float32Array.from({ length: 11 * 37 }, (_, i) => of(i));
  const base = draw(() => normal(random));
  const near = (size: number, factor = 1) => ({
    predictions: tensor(base, [11, 37]),
    targets: tensor(
      draw((i) => factor * (base[i] as number) * (1 + size * normal(random))),
      [11, 37],
    ),
  });

  it.each([
    ["to a thousandth", near(1e-3)],
    ["to a hundred-thousandth", near(1e-5)],
    ["in other lengths", near(1e-3, 1.37)],
    ["against each other", near(1e-3, -2.3)],
    [
      "on a large offset",
      {
        predictions: tensor(
          draw((i) => 1000 + 1e-3 * (base[i] as number)),
          [11, 37],
        ),
        targets: tensor(
          draw(() => 1000 + 1e-3 * normal(random)),
          [11, 37],
        ),
      },
    ],
  ])("losses/cosineDistance: %s, with the digits that verify asks for", async (_, inputs) => {
    const options = { reduction: "none", gradientScale: 2 } as const;
    expect(await verify(bench.engine as never, cosineDistance(), inputs, options)).toMatchObject({
      ok: true,
    });
    cases++;
  });
});

describe("on the grid of a GPU", () => {
  it("a team of 64 sweeps twice over a row", async () => {
    const pretender = { info: { vendor: "test", architecture: "", device: "", description: "" } };
    const engine = await createEngine({ device: await newDevice(), adapter: pretender as GPUAdapter });
    const list = [36, 65].map((length) => caseOf(cosineEmbedding(), length, 13, "usual", "f32"));
    expect(await inParallel(list, (one) => complaints(engine, one))).toEqual([]);
    engine.destroy();
  });
});

describe("losses/triplet: the norm", () => {
  const inputs = {
    anchor: [
      [0, 0.5, 1],
      [3, 1, 2],
    ],
    positive: [
      [1, 0, 2],
      [0.5, 1, 2],
    ],
    negative: [
      [0, 1, 3],
      [2, 2, 2],
    ],
  };

  it.each([1, 1.5, 2, 3, 10, 60])("p = %d agrees with the reference", async (p) => {
    const loss = triplet({ p, margin: 2, swap: p === 3 });
    expect(await verify(bench.engine as never, loss, inputs, { reduction: "none" })).toMatchObject({
      ok: true,
    });
    cases++;
  });

  it("is refused below 1, infinite or NaN", () => {
    for (const p of [0.5, 0, -2, Number.POSITIVE_INFINITY, Number.NaN]) {
      expect(() => triplet({ p })).toThrow(InvalidInputError);
    }
    expect(() => triplet({ p: Number.POSITIVE_INFINITY })).toThrow(
      "triplet: p is Infinity; it must be a finite number ≥ 1.",
    );
  });

  it("may be another at every encode", async () => {
    const { device } = bench.engine;
    const shapes = { anchor: [2, 3], positive: [2, 3], negative: [2, 3] };
    const step = await bench.engine.compile(triplet({ margin: 2 }), shapes, { gradients: false });
    const laid = Object.fromEntries(
      Object.entries(inputs).map(([name, rows]) => [name, bufferOf(device, Float32Array.from(rows.flat()))]),
    );
    for (const p of [2, 1, 4]) {
      const encoder = device.createCommandEncoder();
      step.encode(encoder, laid as never, { params: { p } });
      device.queue.submit([encoder.finish()]);
      const { loss } = await step.read();
      expect(loss).toBeCloseTo(evaluate(triplet({ margin: 2, p }), inputs).loss, 5);
    }
    step.destroy();
  });
});
