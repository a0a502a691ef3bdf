/** Losses of all pairs of rows: what they hold beside inputs and gradients, how they are cut, and what does not fit. */
import { describe, expect, it } from "vitest";
import type { Loss } from "../../src/definition.js";
import type { CompileOptions, InputShape } from "../../src/engine/types.js";
import { ShapeError, UnsupportedError } from "../../src/errors.js";
import { batchHardTriplet, infoNce, ntXent, sigLip, supCon } from "../../src/losses/index.js";
import type { Plan } from "../../src/plan/plan.js";
import { dispatchesOf, hardware, planOf, software } from "./plans.js";

const mebibyte = 2 ** 20;

/** Each loss of pairs, and its inputs for n rows of d features. */
const all: readonly (readonly [Loss, (n: number, d: number) => Record<string, InputShape>])[] = [
  [infoNce(), (n, d) => ({ queries: [n, d], keys: [n, d], scale: [1] })],
  [infoNce({ symmetric: true }), (n, d) => ({ queries: [n, d], keys: [n, d] })],
  [ntXent(), (n, d) => ({ a: [n, d], b: [n, d] })],
  [supCon(), (n, d) => ({ embeddings: [n, d], labels: [n] })],
  [sigLip(), (n, d) => ({ queries: [n, d], keys: [n, d], scale: [1], bias: [1] })],
  [batchHardTriplet(), (n, d) => ({ embeddings: [n, d], labels: [n] })],
];

/** Bytes of the buffers that nobody but the plan asked for. */
function ownBytes(plan: Plan): number {
  return Object.values(plan.buffers)
    .filter(({ role }) => ["side", "scratch", "totals"].includes(role))
    .reduce((sum, { size }) => sum + size, 0);
}

describe("memory", () => {
  it.each(all)(
    "$name: 32,768 rows want less than 8 MiB, and twice the rows twice as much",
    (loss, shapes) => {
      for (const device of [software, hardware]) {
        const options: CompileOptions = { checkInputs: true };
        const bytes = ownBytes(planOf(loss, shapes(32768, 64), options, device));
        expect(bytes).toBeLessThan(8 * mebibyte);
        expect(ownBytes(planOf(loss, shapes(65536, 64), options, device))).toBeLessThan(2.1 * bytes);
        // The features are of the inputs and gradients alone.
        expect(ownBytes(planOf(loss, shapes(32768, 128), options, device))).toBe(bytes);
      }
    },
  );

  it("16-bit gradients are held once more in f32, and no pair is", () => {
    const sixteen = { shape: [32768, 64], dtype: "bf16" } as const;
    const plan = planOf(infoNce({ symmetric: true }), { queries: sixteen, keys: sixteen });
    expect(ownBytes(plan)).toBeLessThan(64 * mebibyte);
  });
});

describe("dispatches", () => {
  it.each(all)("$name: together they take every row once", (loss, shapes) => {
    const plan = planOf(loss, shapes(32768, 64), {}, software);
    const kinds = new Map<string, number[][]>();
    for (const { label, module, uniform, bindings } of dispatchesOf(plan)) {
      const fields = [...module.code.matchAll(/^ {2}(\w+): [uf]32,$/gm)].map(([, name]) => name);
      const value = (name: string): number => {
        const field = uniform[fields.indexOf(name)];
        return field && "u32" in field ? field.u32 : Number.NaN;
      };
      if (!fields.includes("firstRow")) continue;
      const key = `${label} ${bindings.map(({ buffer }) => buffer)}`;
      kinds.set(key, [...(kinds.get(key) ?? []), [value("firstRow"), value("endRow"), value("rows")]]);
    }
    expect(kinds.size).toBeGreaterThan(0);
    for (const ranges of kinds.values()) {
      // None is long: 2³⁰ products of numbers are one or two seconds in software.
      expect(ranges.length).toBeGreaterThan(32);
      expect(ranges[0]?.[0]).toBe(0);
      expect(ranges.at(-1)?.[1]).toBe(ranges[0]?.[2]);
      for (const [i, range] of ranges.slice(1).entries()) expect(range[0]).toBe(ranges[i]?.[1]);
    }
  });

  it("of one view's gradient only its rows are taken", () => {
    const rows = (name: string) =>
      dispatchesOf(planOf(ntXent(), { a: [64, 8], b: [64, 8] }, { gradients: [name] }))
        .filter(({ label }) => label.endsWith("/backward"))
        .map(({ workgroups }) => workgroups);
    expect(rows("a")).toEqual([4]);
    expect(rows("b")).toEqual([4]);
  });

  it("gradients: false leaves the backward kernels out", () => {
    for (const [loss, shapes] of all) {
      const labels = dispatchesOf(planOf(loss, shapes(64, 8), { gradients: false })).map(
        ({ label }) => label,
      );
      expect(labels.filter((label) => label.includes("backward"))).toEqual([]);
    }
  });
});

describe("what does not fit", () => {
  const plan = (loss: Loss, shapes: Record<string, InputShape>, options: CompileOptions = {}) => {
    return () => planOf(loss, shapes, options);
  };
  it.each([
    [
      "fewer keys than queries",
      plan(infoNce(), { queries: [5, 3], keys: [4, 3] }),
      "infoNce: queries has shape [5, 3] and keys [4, 3]; row i of keys is the partner of row i of queries, so give at least 5 rows of keys.",
    ],
    [
      "more keys than queries, both ways",
      plan(infoNce({ symmetric: true }), { queries: [4, 3], keys: [5, 3] }),
      "infoNce: queries has shape [4, 3] and keys [5, 3]; with symmetric: true every row of either needs its partner in the other, so give as many of both, or leave symmetric out.",
    ],
    [
      "rows of two lengths",
      plan(sigLip(), { queries: [4, 3], keys: [4, 2] }),
      "sigLip: queries has shape [4, 3] and keys [4, 2]; give rows of one length, features on the last axis.",
    ],
    [
      "a vector",
      plan(supCon(), { embeddings: [4], labels: [4] }),
      "supCon: embeddings has shape [4]; a matrix of one row per embedding was wanted, [N, D].",
    ],
    [
      "rows of nothing",
      plan(supCon(), { embeddings: [4, 0], labels: [4] }),
      "supCon: embeddings has shape [4, 0], rows without features; give [N, D] with D ≥ 1.",
    ],
    [
      "labels of others",
      plan(batchHardTriplet(), { embeddings: [4, 3], labels: [3] }),
      "batchHardTriplet: embeddings has shape [4, 3], so labels must have shape [4]; found [3].",
    ],
    [
      "views of other shapes",
      plan(ntXent(), { a: [4, 3], b: [5, 3] }),
      "ntXent: a has shape [4, 3] and b [5, 3]; give both the same shape, row i of either being a view of thing i.",
    ],
    [
      "two scales",
      plan(infoNce(), { queries: [4, 3], keys: [4, 3], scale: [2] }),
      "infoNce: scale has shape [2]; one number was wanted, as in [1].",
    ],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(ShapeError);
    expect(make).toThrow(message);
  });

  it("inPlace", () => {
    const make = plan(infoNce(), { queries: [4, 3], keys: [4, 3] }, { inPlace: ["queries"] });
    expect(make).toThrow(UnsupportedError);
  });
});
