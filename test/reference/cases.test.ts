import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/reference/evaluate.js";
import { casesOf, combinators, everyFactory } from "../cases/catalogue.js";

const tiny = 1e-12;

describe("the figures of test/cases", () => {
  it.each([...everyFactory, ...combinators].map((make) => [make.info.name, make] as const))(
    "losses/%s",
    (name, make) => {
      const { rows } = casesOf(name);
      expect(rows.length).toBeGreaterThan(0);
      for (const { source, params, made, inputs, reduction = "none", loss, gradients = {}, within } of rows) {
        const found = evaluate(made ?? make(params), inputs, { reduction });
        expectClose(
          typeof found.loss === "number" ? [found.loss] : found.loss,
          typeof loss === "number" ? [loss] : loss,
          within,
          source,
        );
        for (const [input, wanted] of Object.entries(gradients)) {
          expectClose(found.gradients[input] ?? [], wanted, within, `${source} · ${input}`);
        }
      }
    },
  );
});

function expectClose(
  found: ArrayLike<number>,
  wanted: readonly number[],
  within: number | undefined,
  source: string,
): void {
  const off = wanted.map((value, i) =>
    Object.is(value, found[i]) ? 0 : Math.abs(value - (found[i] ?? Number.NaN)),
  );
  // Without a last digit to go by, as far as float64 arithmetic in another order may be off.
  const allowed = wanted.map(
    (value) => within ?? tiny * Math.max(1, Number.isFinite(value) ? Math.abs(value) : 1),
  );
  const isClose = found.length === wanted.length && off.every((one, i) => one <= (allowed[i] ?? 0));
  expect(isClose ? wanted : Array.from(found), source).toEqual(wanted);
}
