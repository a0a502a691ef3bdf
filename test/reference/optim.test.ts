/** The reference's steps against figures from elsewhere, and what it refuses. */
import { describe, expect, it } from "vitest";
import {
  adam,
  adamW,
  huber,
  InvalidInputError,
  type Optimizer,
  type OptimizerState,
  ShapeError,
  sgd,
  tensor,
  UnsupportedError,
} from "../../src/index.js";
import { evaluate, step } from "../../src/reference/index.js";
import { optimizers } from "../cases/optimizers.js";
import { caught } from "./caught.js";

describe.each(optimizers)("$name", ({ name, make, rows, variants }) => {
  it.each(rows)("$source", ({ optimizer, start, slope, after, within = 1e-12 }) => {
    let parameters = Float64Array.from(start);
    let state: OptimizerState | undefined;
    const last = Math.max(...Object.keys(after).map(Number));
    for (let taken = 1; taken <= last; taken++) {
      const gradients = { w: parameters.map(slope) };
      const next = step(optimizer, { parameters: { w: parameters }, gradients, ...(state ? { state } : {}) });
      parameters = Float64Array.from(next.parameters.w);
      state = next.state;
      for (const [i, wanted] of (after[taken] ?? []).entries())
        expect(
          Math.abs((parameters[i] as number) - wanted),
          `step ${taken}: ${parameters[i]} for ${wanted}`,
        ).toBeLessThanOrEqual(within);
    }
  });

  it("is tried with another value of every parameter", () => {
    const usual = make({ learningRate: 0.05 } as never).params;
    const untried = Object.keys(usual).filter((key) =>
      variants.every(({ params }) => params[key] === usual[key]),
    );
    expect(untried).toEqual([]);
  });

  it("says what it is", () => {
    expect(make.info).toMatchObject({ name, kind: "optimizer", family: "optimizer", gradients: [] });
    expect(make.info.formula.length * make.info.citation.length).toBeGreaterThan(0);
    expect(Object.isFrozen(variants[0]) && Object.isFrozen(variants[0]?.params)).toBe(true);
    expect(JSON.parse(JSON.stringify(variants[0]))).toMatchObject({ name });
  });
});

describe("a step", () => {
  const parameters = { a: [1, 2], b: [[3], [4]] };
  const gradients = { a: [0.1, 0.2], b: [[0.3], [0.4]] };

  it("changes nothing that it is given, and gives the state of the next", () => {
    const given = { parameters: { a: Float64Array.of(1) }, gradients: { a: Float64Array.of(2) } };
    const first = step(adam(), given);
    const kept = structuredClone(first);
    const second = step(adam(), { ...given, parameters: first.parameters, state: first.state });
    expect(given).toEqual({ parameters: { a: Float64Array.of(1) }, gradients: { a: Float64Array.of(2) } });
    expect(first).toEqual(kept);
    expect([first.state.step, second.state.step]).toEqual([1, 2]);
    expect(Object.keys(second.state.slots)).toEqual(["mean", "variance"]);
  });

  it("keeps no state that it does not need", () => {
    expect(step(sgd({ learningRate: 1 }), { parameters, gradients }).state).toEqual({
      optimizer: "sgd",
      slots: {},
    });
    const { slots } = step(sgd({ learningRate: 1, momentum: 0.5 }), { parameters, gradients }).state;
    expect(slots).toEqual({ momentum: { a: Float64Array.of(0.1, 0.2), b: Float64Array.of(0.3, 0.4) } });
  });

  it("goes on from a state that went through JSON", () => {
    const first = step(adamW(), { parameters, gradients });
    const plain = JSON.parse(
      JSON.stringify(first.state, (_, value) =>
        ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
      ),
    );
    const again = { parameters, gradients };
    expect(step(adamW(), { ...again, state: plain })).toEqual(
      step(adamW(), { ...again, state: first.state }),
    );
  });

  it("clips the norm of all gradients together", () => {
    const optimizer = sgd({ learningRate: 1, clipGlobalNorm: 2.5 });
    const moved = step(optimizer, { parameters: { a: [0], b: [0] }, gradients: { a: [3], b: [4] } });
    expect(moved.parameters.a[0]).toBeCloseTo(-1.5, 6);
    expect(moved.parameters.b[0]).toBeCloseTo(-2, 6);
    const small = step(optimizer, { parameters: { a: [0], b: [0] }, gradients: { a: [0.3], b: [0.4] } });
    expect([small.parameters.a[0], small.parameters.b[0]]).toEqual([-0.3, -0.4]);
  });

  const refused: readonly (readonly [string, Optimizer, object, new (...args: never[]) => Error, RegExp])[] =
    [
      [
        "a gradient that is missing",
        adam(),
        { parameters, gradients: { a: [1, 2] } },
        InvalidInputError,
        /gradient "b" is missing/,
      ],
      [
        "one too many",
        adam(),
        { parameters, gradients: { ...gradients, aa: [1] } },
        InvalidInputError,
        /no gradient "aa".*did you mean "a"/,
      ],
      [
        "one of another shape",
        adam(),
        { parameters, gradients: { ...gradients, b: [1, 2] } },
        ShapeError,
        /gradient b has shape \[2\] and its parameter \[2, 1\]/,
      ],
      ["no parameters", adam(), { parameters: {}, gradients: {} }, InvalidInputError, /no parameters/],
      [
        "another word",
        adam(),
        { parameters, gradients, states: 1 },
        InvalidInputError,
        /no option "states".*did you mean "state"/,
      ],
      [
        "a state of another optimiser",
        adam(),
        { parameters, gradients, state: { optimizer: "sgd", slots: {} } },
        InvalidInputError,
        /state is of "sgd"/,
      ],
      [
        "a state without its slots",
        adam(),
        { parameters, gradients, state: { optimizer: "adam", step: 1, slots: {} } },
        InvalidInputError,
        /slot "mean" is missing/,
      ],
      [
        "a state without its step",
        adam(),
        { parameters, gradients, state: { optimizer: "adam", slots: {} } },
        InvalidInputError,
        /state.step is undefined/,
      ],
      [
        "a step where none are counted",
        sgd({ learningRate: 1 }),
        { parameters, gradients, state: { optimizer: "sgd", step: 1, slots: {} } },
        InvalidInputError,
        /counts no steps/,
      ],
      [
        "a state of another size",
        sgd({ learningRate: 1, momentum: 1 }),
        { parameters, gradients, state: { optimizer: "sgd", slots: { momentum: { a: [1], b: [1, 2] } } } },
        ShapeError,
        /momentum\.a has 1 numbers and the parameter 2/,
      ],
      [
        "a state of other parameters",
        sgd({ learningRate: 1, momentum: 1 }),
        { parameters, gradients, state: { optimizer: "sgd", slots: { momentum: { a: [1, 2], c: [1, 2] } } } },
        InvalidInputError,
        /no tensor "c"/,
      ],
    ];
  it.each(refused)("refuses %s", (_, optimizer, inputs, type, message) => {
    expect(caught(type, () => step(optimizer, inputs as never)).message).toMatch(message);
  });

  it("refuses what is no optimiser, or only a copy of one", () => {
    const inputs = { parameters, gradients } as never;
    expect(() => step(adam as never, inputs)).toThrow(
      "optimizer is the function adam; call it, as in adam()",
    );
    expect(() => step(huber() as never, inputs)).toThrow("optimizer is the loss huber");
    expect(() => step(structuredClone(adam()), inputs)).toThrow("call the factory again: adam(copy.params)");
    expect(() => step(null as never, inputs)).toThrow("optimizer is null");
  });

  it("is not what a loss is", () => {
    expect(() => evaluate(adam() as never, {})).toThrow("loss is the optimiser adam; a loss such as huber()");
  });

  it("refuses what is on the GPU", () => {
    const buffer = { mapAsync() {}, getMappedRange() {}, size: 8 } as unknown as GPUBuffer;
    const onGpu = { a: tensor(buffer, [2]) };
    const error = caught(UnsupportedError, () =>
      step(adam(), { parameters: onGpu, gradients: { a: [1, 2] } }),
    );
    expect(error.message).toContain("a is on the GPU");
  });
});

describe("parameters out of range", () => {
  const nan = Number.NaN;
  it.each([
    ["sgd: learningRate is missing", () => sgd({} as never)],
    ["sgd: learningRate is -1", () => sgd({ learningRate: -1 })],
    ["sgd: momentum is -0.1", () => sgd({ learningRate: 1, momentum: -0.1 })],
    ["sgd: nesterov is true and momentum is 0", () => sgd({ learningRate: 1, nesterov: true })],
    ["sgd: nesterov is 1", () => sgd({ learningRate: 1, nesterov: 1 as never })],
    ["sgd: weightDecay is NaN", () => sgd({ learningRate: 1, weightDecay: nan })],
    ["sgd: clipGlobalNorm is 0", () => sgd({ learningRate: 1, clipGlobalNorm: 0 })],
    ["adam: beta1 is 1", () => adam({ beta1: 1 })],
    ["adam: beta2 is -0.1", () => adam({ beta2: -0.1 })],
    ["adam: epsilon is -1", () => adam({ epsilon: -1 })],
    ["adam: learningRate is Infinity", () => adam({ learningRate: Number.POSITIVE_INFINITY })],
    ['adam: there is no parameter "lr"', () => adam({ lr: 1 } as never)],
    ["adamW: weightDecay is -1", () => adamW({ weightDecay: -1 })],
  ])("%s", (message, make) => {
    expect(caught(InvalidInputError, make).message).toContain(message);
  });
});
