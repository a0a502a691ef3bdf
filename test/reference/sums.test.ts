/** Sums of losses: figures by hand, and slopes by central differences. */
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/reference/evaluate.js";
import type { SceneInput, SumCase } from "../cases/case.js";
import { uncertaintyWeighted } from "../cases/combine/uncertaintyWeighted.js";
import { weightedSum } from "../cases/combine/weightedSum.js";
import { differences, slopeComplaints } from "./differences.js";
import { given } from "./samples.js";

const cases = Object.entries({ weightedSum, uncertaintyWeighted }).flatMap(([name, list]) =>
  list.map((one) => [name, one.title, one] as const),
);

function run(one: SumCase, inputs: Readonly<Record<string, SceneInput>>) {
  const nested = Object.fromEntries(
    Object.entries(inputs).map(([name, { values, shape }]) => [
      name,
      given({ [name]: { values: Array.from(values), shape } })[name],
    ]),
  );
  return evaluate(one.loss, nested as never, one.options as never) as unknown as {
    loss: number | Float64Array;
    terms: readonly (number | Float64Array)[];
    gradients: Record<string, Float64Array>;
  };
}

function total(one: SumCase, inputs: Readonly<Record<string, SceneInput>>): number {
  const { loss } = run(one, inputs);
  const scale = Number(one.options?.gradientScale ?? 1);
  return scale * (typeof loss === "number" ? loss : loss.reduce((a, b) => a + b, 0));
}

describe.each(cases)("%s: %s", (_, __, one) => {
  it("gives the figures", () => {
    const { figures } = one;
    const found = run(one, one.inputs);
    expect(found.terms.length).toBeGreaterThan(0);
    if (!figures) return;
    expect(found.loss, figures.source).toBeCloseTo(figures.loss, 6);
    expect(found.terms.map(Number)).toEqual(figures.terms.map((term) => expect.closeTo(term, 6)));
    for (const [name, wanted] of Object.entries(figures.gradients ?? {})) {
      expect(Array.from(found.gradients[name] ?? []), name).toEqual(
        wanted.map((one) => expect.closeTo(one, 6)),
      );
    }
  });
});

describe("the gradient of a sum is the slope of its value", () => {
  it.each(cases.filter(([, , one]) => !one.rough))("%s: %s", (_, __, one) => {
    const { gradients } = run(one, one.inputs);
    for (const [name, gradient] of Object.entries(gradients)) {
      const input = one.inputs[name] as SceneInput;
      const values = Float64Array.from(input.values);
      const inputs = { ...one.inputs, [name]: { ...input, values } };
      expect(
        slopeComplaints(
          name,
          gradient,
          differences(values, () => total(one, inputs)),
        ),
      ).toEqual([]);
    }
  });
});
