/** The bodies of test/cases/combine: the interpreter's value is that of plain JavaScript, its slopes are differences of it. */
import { describe, expect, it } from "vitest";
import { customLoss } from "../../src/combine/customLoss.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { randomFrom } from "../cases/catalogue.js";
import { type CustomCase, customLoss as zoo } from "../cases/combine/customLoss.js";

const points = 200;

/** Central differences by five points, exact to the fourth order. */
function slopeOf(f: (x: number) => number, x: number): number {
  const h = 1e-4;
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}

/** Away from a jump or a corner: the differences of two steps agree. */
function isSmooth(f: (x: number) => number, x: number): boolean {
  const by = (h: number) => [(f(x + h) - f(x)) / h, (f(x) - f(x - h)) / h] as const;
  const [right, left] = by(3e-4);
  return Math.abs(right - left) < 0.05 * (1 + Math.abs(left));
}

function drawn({ inputs, from = {} }: CustomCase): Record<string, number[]> {
  const random = randomFrom(7);
  const lists = inputs.map((name) => {
    const [low, high] = from[name] ?? [-3, 3];
    return [name, Array.from({ length: points }, () => low + (high - low) * random())];
  });
  return Object.fromEntries(lists);
}

describe("a body of one's own", () => {
  it.each(zoo.map((one) => [one.name, one] as const))("%s", (_, one) => {
    const { name, inputs, params = {}, wgsl, truth } = one;
    const { differentiable } = one;
    const loss = customLoss({ name, inputs, params, wgsl, ...(differentiable && { differentiable }) });
    const given = drawn(one);
    const found = evaluate(loss, given, { reduction: "none" });
    expect(Object.keys(found.gradients).sort()).toEqual([...(differentiable ?? inputs.slice(0, 1))].sort());
    let compared = 0;
    for (let i = 0; i < points; i++) {
      const element = {
        ...params,
        ...Object.fromEntries(inputs.map((key) => [key, given[key]?.[i] as number])),
      };
      expect(found.loss[i]).toBeCloseTo(truth(element), 9);
      for (const [key, slopes] of Object.entries(found.gradients)) {
        const along = (x: number) => truth({ ...element, [key]: x });
        const x = element[key] as number;
        if (!isSmooth(along, x)) continue;
        compared++;
        const wanted = slopeOf(along, x);
        expect(Math.abs((slopes[i] as number) - wanted), `${key} at ${JSON.stringify(element)}`).toBeLessThan(
          1e-6 * (1 + Math.abs(wanted)),
        );
      }
    }
    expect(compared).toBeGreaterThanOrEqual(Object.keys(found.gradients).length * points * 0.8);
  });
});
