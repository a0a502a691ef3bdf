/** Every figure that was worked by hand or published, on the GPU: losses and gradients, one number at a time. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorkedRow } from "../cases/case.js";
import { casesOf, combinators, everyFactory, type Factory } from "../cases/catalogue.js";
import { type Answer, type Bench, inParallel, openBench } from "./harness.js";
import { compare } from "./tolerance.js";

let bench: Bench;
let cases = 0;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => {
  bench.report("worked figures", cases);
  bench.engine.destroy();
});

/** Complaints of one list of figures. */
function off(name: string, found: ArrayLike<number>, wanted: readonly number[], within = 0): string[] {
  if (found.length !== wanted.length) return [`${name} has ${found.length} figures for ${wanted.length}`];
  return wanted.flatMap((figure, i) => {
    const own = found[i] as number;
    // Each to its own size; but 0 may be what two halves leave of each other, whose inputs f32 has rounded.
    const { ok } = compare([own], [figure], figure === 0 ? { size: 1 } : {});
    if (ok || Math.abs(own - figure) <= within) return [];
    return [`${name}[${i}] is ${own} for ${figure}`];
  });
}

async function complaintsOf(make: Factory, row: WorkedRow): Promise<string[]> {
  const { source, params, made, inputs, loss, gradients = {}, within } = row;
  const found = (await bench.engine.evaluate(made ?? make(params), inputs, {
    reduction: row.reduction ?? "none",
  })) as Answer;
  const list = typeof found.loss === "number" ? [found.loss] : found.loss;
  const texts = [
    ...off("loss", list, typeof loss === "number" ? [loss] : loss, within),
    ...Object.entries(gradients).flatMap(([name, wanted]) =>
      off(name, found.gradients[name] ?? [], wanted, within),
    ),
  ];
  return texts.map((text) => `${source}: ${text}`);
}

describe("the figures of test/cases, on the GPU", () => {
  it.each([...everyFactory, ...combinators].map((make) => [make.info.name, make] as const))(
    "losses/%s",
    async (name, make) => {
      // Arithmetic is the device's, which both runtimes share: one figure of each loss will do in a browser.
      const { rows: all } = casesOf(name);
      const rows = typeof document === "undefined" ? all : all.slice(0, 1);
      cases += rows.length;
      expect(rows.length).toBeGreaterThan(0);
      expect(await inParallel(rows, (row) => complaintsOf(make, row))).toEqual([]);
    },
  );
});
