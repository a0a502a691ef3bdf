/** That the benchmark's table has its place. What it says is measured by `npm run bench`, never by a test. */
import { describe, expect, it } from "vitest";
import { read } from "../setup/tree.js";
import { markers } from "./report.mjs";
import { elementsOf, inputsOf, itemsOf, nameOf, rows, smallRows } from "./rows.mjs";
import { ratio, spread } from "./statistics.mjs";

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

  it("reports the median and the spread, and ratios within a round", () => {
    expect(spread([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
    expect(spread([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
    expect(ratio([2, 40, 6], [1, 10, 2])).toEqual({ median: 3, min: 2, max: 4 });
  });
});
