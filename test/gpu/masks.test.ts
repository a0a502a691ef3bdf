/** Inputs of kind `mask`, of every kind of numbers: what they leave out is not read, and gets exactly nothing. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InvalidInputError, ShapeError } from "../../src/errors.js";
import { listNet } from "../../src/losses/listNet.js";
import { rankingSoftmax } from "../../src/losses/rankingSoftmax.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { compare } from "../../src/reference/tolerance.js";
import { verify } from "../../src/reference/verify.js";
import { type Tensor, type TypedArray, tensor } from "../../src/tensor.js";
import { normal, randomFrom } from "../cases/catalogue.js";
import { bufferOf, floatsOf, onGpu } from "./desk.js";
import { type Bench, openBench } from "./harness.js";

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => {
  bench.report("masks", 0);
  bench.engine.destroy();
});

const listed = (loss: number | ArrayLike<number>): ArrayLike<number> =>
  typeof loss === "number" ? [loss] : loss;

/** Lists of `classes` entries; every third one is left out, and where it is, nonsense stands. */
function lists(rows: number, classes: number) {
  const random = randomFrom(rows * classes);
  const numbers = (nonsense: readonly number[]) =>
    Float32Array.from({ length: rows * classes }, (_, i) => {
      const value = normal(random);
      return i % 3 === 1 ? (nonsense[i % nonsense.length] as number) : value;
    });
  return {
    shape: [rows, classes] as const,
    scores: numbers([Number.NaN, Number.POSITIVE_INFINITY, 7]),
    targets: numbers([Number.NEGATIVE_INFINITY, Number.NaN]),
    counts: Array.from({ length: rows * classes }, (_, i) => i % 3 !== 1),
  };
}

const { shape, scores, targets, counts } = lists(4, 5);
const given = { scores: tensor(scores, shape), targets: tensor(targets, shape) };

/** The same mask in every kind of numbers that there is. */
const masks: Readonly<Record<string, TypedArray | Tensor>> = {
  "a Uint8Array of flags": Uint8Array.from(counts, Number),
  "an Int8Array": Int8Array.from(counts, (one) => (one ? -128 : 0)),
  "an Int32Array": Int32Array.from(counts, (one) => (one ? -(2 ** 31) : 0)),
  "a Uint32Array": Uint32Array.from(counts, (one) => (one ? 2 ** 32 - 1 : 0)),
  "a Float32Array with zeros of either sign": Float32Array.from(counts, (one, i) =>
    one ? 1e-40 : i % 2 ? 0 : -0,
  ),
  "a Float64Array below f32": Float64Array.from(counts, (one) => (one ? 1e-300 : 0)),
  "a Float64Array beyond f32": Float64Array.from(counts, (one) => (one ? -1e300 : -0)),
  f16: tensor(
    Float32Array.from(counts, (one) => (one ? 6e-8 : -0)),
    shape,
    { dtype: "f16" },
  ),
  bf16: tensor(
    Float32Array.from(counts, (one) => (one ? Number.POSITIVE_INFINITY : 0)),
    shape,
    { dtype: "bf16" },
  ),
};

describe("a mask", () => {
  it.each(Object.entries(masks))("may be %s", async (_, mask) => {
    const shaped = ArrayBuffer.isView(mask) ? withShape(mask) : mask;
    const found = await bench.engine.evaluate(rankingSoftmax(), { ...given, mask: shaped });
    const wanted = evaluate(rankingSoftmax(), { ...given, mask: shaped });
    expect(compare([found.loss], [wanted.loss]).ok).toBe(true);
    expect(compare(found.gradients.scores, wanted.gradients.scores).ok).toBe(true);
    expect(found.count).toBe(4);
    const moved = counts.findIndex(
      (one, i) => !one && !Object.is(Math.abs(found.gradients.scores[i] ?? 1), 0),
    );
    expect(moved).toBe(-1);
  });

  /** A bare array has one axis; nested float64 keeps what an f32 would make 0. */
  function withShape(mask: TypedArray) {
    if (!(mask instanceof Float64Array)) return tensor(mask as Uint8Array, shape);
    return Array.from({ length: shape[0] }, (_, row) => [...mask.slice(5 * row, 5 * row + 5)]);
  }

  it.each(["i32", "u32", "f16", "bf16", "f32"] as const)("may be on the GPU, in %s", async (dtype) => {
    const { device } = bench.engine;
    const numbers = Int32Array.from(counts, Number);
    const mask =
      dtype === "i32" || dtype === "u32"
        ? tensor(bufferOf(device, numbers), shape, { dtype })
        : onGpu(device, [...numbers], shape, { dtype });
    const found = await bench.engine.evaluate(listNet(), { ...given, mask });
    const wanted = evaluate(listNet(), { ...given, mask: tensor(numbers, shape) });
    expect(compare([found.loss], [wanted.loss]).ok).toBe(true);
    expect(compare(found.gradients.scores, wanted.gradients.scores).ok).toBe(true);
    mask.destroy();
  });

  it.each([1, 3, 8, 127, 4097])(
    "serves rows of %i, side by side or apart, in 16 bits too",
    async (classes) => {
      const own = lists(3, classes);
      const mask = Uint8Array.from(own.counts, Number);
      for (const [make, dtype, classAxis] of [
        [listNet, "f16", -1],
        [rankingSoftmax, "f32", 0],
      ] as const) {
        const laid = classAxis === 0 ? [classes, 3] : own.shape;
        const inputs = {
          scores: tensor(own.scores, laid, { dtype }),
          targets: tensor(own.targets, laid, { dtype }),
          mask: tensor(mask, laid),
        };
        const found = await verify(bench.engine as never, make({ classAxis }), inputs as never);
        expect(found, make.info.name).toMatchObject({ ok: true });
      }
    },
  );

  it("that leaves all of a list out leaves the list out of the count", async () => {
    const mask = Int32Array.from(counts, (one, i) => (i < 10 ? 0 : Number(one)));
    for (const reduction of ["mean", "sum", "weightedMean", "none"] as const) {
      const inputs = { ...given, mask: tensor(mask, shape), weights: [1, 2, 0.5, 3] };
      const found = await bench.engine.evaluate(listNet(), inputs, { reduction });
      const wanted = evaluate(listNet(), inputs, { reduction });
      expect(found.count).toBe(2);
      expect(compare(listed(found.loss), listed(wanted.loss)).ok).toBe(true);
      expect(compare(found.gradients.scores, wanted.gradients.scores).ok).toBe(true);
      expect([...found.gradients.scores.slice(0, 10)].every((slope) => slope === 0)).toBe(true);
    }
    const none = await bench.engine.evaluate(listNet(), {
      ...given,
      mask: tensor(
        mask.map(() => 0),
        shape,
      ),
    });
    expect([none.loss, none.count, ...none.gradients.scores]).toEqual([0, 0, ...counts.map(() => 0)]);
  });

  it("that is NaN is an invalid input, and only its own row's trouble when unchecked", async () => {
    const broken = Float32Array.from(counts, Number);
    broken[6] = Number.NaN;
    const inputs = { ...given, mask: tensor(broken, shape) };
    const error = await bench.engine.evaluate(listNet(), inputs).catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ input: "mask", index: 6 });
    expect(() => evaluate(listNet(), inputs)).toThrow((error as Error).message);
    const options = { checkInputs: false, reduction: "none" } as const;
    const { loss, gradients } = await bench.engine.evaluate(listNet(), inputs, options);
    expect(Array.from(loss, Number.isNaN)).toEqual([false, true, false, false]);
    const wanted = evaluate(listNet(), inputs, options);
    expect(compare(gradients.scores, wanted.gradients.scores).ok).toBe(true);
  });

  it("has the shape of what it masks, and no big integers", async () => {
    const short = { ...given, mask: new Uint8Array(20) };
    expect(await bench.engine.evaluate(listNet(), short).catch((reason: Error) => reason)).toBeInstanceOf(
      ShapeError,
    );
    const big = { ...given, mask: tensor(new BigInt64Array(20), shape) };
    expect(
      await bench.engine.evaluate(listNet(), big as never).catch((reason: Error) => reason),
    ).toBeInstanceOf(InvalidInputError);
  });

  it("is compiled in any dtype, and the gradient may go where the scores were", async () => {
    const { device } = bench.engine;
    const step = await bench.engine.compile(
      rankingSoftmax(),
      { scores: [...shape], targets: [...shape], mask: { shape: [...shape], dtype: "u32" } },
      { inPlace: ["scores"] },
    );
    const buffer = bufferOf(device, scores);
    const encoder = device.createCommandEncoder();
    step.encode(encoder, {
      scores: buffer,
      targets: bufferOf(device, targets),
      mask: tensor(bufferOf(device, Uint32Array.from(counts, Number)), shape, { dtype: "u32" }),
    });
    device.queue.submit([encoder.finish()]);
    const wanted = evaluate(rankingSoftmax(), {
      ...given,
      mask: tensor(Uint8Array.from(counts, Number), shape),
    });
    expect(compare([(await step.read()).loss as number], [wanted.loss]).ok).toBe(true);
    expect(compare(await floatsOf(device, buffer), wanted.gradients.scores).ok).toBe(true);
    step.destroy();
  });
});
