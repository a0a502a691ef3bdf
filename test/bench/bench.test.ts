/** That the benchmark's table has its place. What it says is measured by `npm run bench`, never by a test. */
import { describe, expect, it } from "vitest";
import { plainCtc } from "../../demo/bench/contestants/plainCtc.js";
import { makeInputs } from "../../demo/bench/data.js";
import { elementsOf, inputsOf, itemsOf, nameOf, rows, smallRows } from "../../demo/bench/rows.js";
import { growth, ratio, spread } from "../../demo/bench/statistics.js";
import { ctc } from "../../src/losses/ctc.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { tensor } from "../../src/tensor.js";
import { read } from "../setup/tree.js";
import { markers } from "./report.mjs";

describe("docs/performance.md", () => {
  it("has the markers between which the table is written, in order", () => {
    const text = read("docs/performance.md");
    expect(text.split(markers.start)).toHaveLength(2);
    expect(text.split(markers.end)).toHaveLength(2);
    expect(text.indexOf(markers.start)).toBeLessThan(text.indexOf(markers.end));
  });
});

describe("the benchmark", () => {
  it("names its rows apart", () => {
    expect(new Set(rows.map(nameOf)).size).toBe(rows.length);
    expect(nameOf(rows[0]!)).toBe("mse 2^22");
  });

  it.each([...rows, ...smallRows])("knows the inputs of $loss $shape", (row) => {
    const inputs = inputsOf(row);
    expect(inputs[0]!.shape).toEqual(row.shape);
    expect(elementsOf(row) % itemsOf(row)).toBe(0);
    // The copy moves vectors of four.
    expect(elementsOf(row) % 4).toBe(0);
  });

  it("has a plain ctc that agrees with the reference", () => {
    const row = smallRows.find(({ loss }) => loss === "ctc")!;
    const [frames = 0, sequences = 0, classes = 0] = row.shape;
    const inputs = makeInputs(row, 0);
    const logits = inputs.logits as Float32Array;
    const targets = inputs.targets as Int32Array;
    const gradient = new Float32Array(logits.length);
    const sizes = { frames, sequences, classes, targets: row.targets! };
    const loss = plainCtc(sizes, logits, targets, gradient);
    const wanted = evaluate(ctc(), {
      logits: tensor(logits, row.shape),
      targets: tensor(targets, [sequences, row.targets!]),
      targetLengths: tensor(inputs.targetLengths!),
    });
    expect(loss).toBeCloseTo(wanted.loss as number, 10);
    for (const [i, slope] of wanted.gradients.logits!.entries()) expect(gradient[i]).toBeCloseTo(slope, 7);
  });

  it("tells how a cost grows", () => {
    const points = [512, 1024, 2048, 4096].map((size) => ({ size, cost: 3 * size ** 1.5 }));
    expect(growth(points)).toBeCloseTo(1.5, 10);
  });

  it("reports the median and the spread, and ratios within a round", () => {
    expect(spread([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
    expect(spread([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
    expect(ratio([2, 40, 6], [1, 10, 2])).toEqual({ median: 3, min: 2, max: 4 });
  });
});
