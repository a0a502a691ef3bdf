import { describe, expect, it } from "vitest";
import { InvalidInputError, UnsupportedError } from "../../src/errors.js";
import { huber } from "../../src/losses/huber.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { compare } from "../../src/reference/tolerance.js";
import { type Evaluator, verify } from "../../src/reference/verify.js";
import { tensor } from "../../src/tensor.js";

/** An engine that answers what the reference answers in f32, after `spoil`. */
function engine(spoil: (result: Awaited<ReturnType<Evaluator["evaluate"]>>) => void = () => {}): Evaluator {
  return {
    async evaluate(loss, inputs, options) {
      const { loss: value, gradients, count } = evaluate(loss, inputs as never, options as never);
      const result = {
        loss: typeof value === "number" ? Math.fround(value) : Float32Array.from(value),
        gradients: Object.fromEntries(
          Object.entries(gradients).map(([name, gradient]) => [name, Float32Array.from(gradient)]),
        ),
        count,
      };
      spoil(result);
      return result;
    },
  };
}

const inputs = { predictions: [0.1, 2, -1, 3], targets: [0.3, 0, 0, 0] };

describe("verify", () => {
  it("agrees with an engine that computes in f32", async () => {
    for (const reduction of ["mean", "sum", "none", "weightedMean"] as const) {
      const found = await verify(engine(), huber(), inputs, { reduction });
      expect(found.ok).toBe(true);
      expect(found.loss).toBeLessThan(1e-6);
      expect(found.gradients.predictions).toBeLessThan(1e-6);
      expect(found.tolerance).toEqual({ relative: 1e-5, absolute: 1e-7 });
    }
    const halves = { predictions: tensor([0.1, 2, -1, 3], [4], { dtype: "f16" }), targets: 0 };
    expect((await verify(engine(), huber(), halves)).ok).toBe(true);
  });

  it("tells how far a loss, a gradient or a count is off", async () => {
    const loss = engine((result) => Object.assign(result, { loss: (result.loss as number) + 0.5 }));
    expect(await verify(loss, huber(), inputs)).toMatchObject({ ok: false, loss: expect.closeTo(0.5, 6) });
    const gradient = engine(({ gradients }) => {
      (gradients.targets as Float32Array)[2] = 1.25;
    });
    const found = await verify(gradient, huber(), inputs);
    expect(found).toMatchObject({ ok: false, gradients: { targets: 1 } });
    expect(found.gradients.predictions).toBeLessThan(1e-6);
    expect(found.shares.gradients).toMatchObject({
      targets: expect.closeTo(1 / (1e-5 * 0.25 + 1e-7 * 0.25), 0),
    });
    expect(found.shares.loss).toBeLessThan(1);
    const count = engine((result) => Object.assign(result, { count: 3 }));
    expect((await verify(count, huber(), inputs)).ok).toBe(false);
  });

  it("never skips what is not finite", async () => {
    const broken = { ...inputs, predictions: [0.1, Number.NaN, -1, 3] };
    const options = { checkInputs: false };
    expect(await verify(engine(), huber(), broken, options)).toMatchObject({ ok: true, loss: 0 });
    const silent = engine((result) => Object.assign(result, { loss: 1 }));
    expect(await verify(silent, huber(), broken, options)).toMatchObject({
      ok: false,
      loss: Number.POSITIVE_INFINITY,
    });
    const nan = engine(({ gradients }) => (gradients.predictions as Float32Array).fill(Number.NaN));
    expect((await verify(nan, huber(), inputs)).gradients.predictions).toBe(Number.POSITIVE_INFINITY);
  });

  it("rejects what evaluate refuses", async () => {
    const buffer = { size: 16, mapAsync() {}, getMappedRange() {} } as unknown as GPUBuffer;
    const onDevice = { ...inputs, predictions: tensor(buffer, [4]) };
    await expect(verify(engine(), huber(), onDevice)).rejects.toThrow(UnsupportedError);
    await expect(verify(engine(), huber(), { predictions: [1], targets: [Number.NaN] })).rejects.toThrow(
      InvalidInputError,
    );
  });
});

describe("compare", () => {
  it("allows 1e-5 of each value and 1e-7 of the size", () => {
    expect(compare([1 + 1.009e-5, 1e-9], [1, 0]).ok).toBe(true);
    expect(compare([1 + 1.02e-5], [1])).toMatchObject({ ok: false, worst: 0 });
    expect(compare([9e-8, 1], [0, 1]).ok).toBe(true);
    expect(compare([2e-7, 1], [0, 1])).toMatchObject({ ok: false, difference: 2e-7, worst: 0 });
    expect(compare([2e-7], [0], { size: 3 }).ok).toBe(true);
    expect(compare([1], [1, 2]).ok).toBe(false);
  });

  it("allows 16-bit storage its rounding, and its infinities", () => {
    expect(compare([2048], [2049], { dtype: "f16" }).ok).toBe(true);
    expect(compare([2048], [2049]).ok).toBe(false);
    expect(compare([256], [257], { dtype: "bf16" }).ok).toBe(true);
    expect(compare([Number.POSITIVE_INFINITY], [70000], { dtype: "f16" }).ok).toBe(true);
    expect(compare([Number.POSITIVE_INFINITY], [70000]).ok).toBe(false);
    expect(compare([Number.NEGATIVE_INFINITY], [70000], { dtype: "f16" }).ok).toBe(false);
    expect(compare([65504], [70000], { dtype: "f16" }).ok).toBe(false);
    expect(compare([Number.POSITIVE_INFINITY], [1e39]).ok).toBe(true);
  });
});
