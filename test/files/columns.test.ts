/** The columns that a file has, as they can be asked for. */
import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../src/errors.js";
import { columnsOf, readBatches } from "../../src/files.js";
import { arrowStream, bytesOf, fixture, flights, inPieces, npy, numbers } from "./files.js";

describe("columnsOf", () => {
  it("finds the names of a CSV, and places where it has none", async () => {
    expect(await columnsOf(bytesOf('\n score ;"clicked; or not"\n0.5;1\n'))).toEqual([
      "score",
      "clicked; or not",
    ]);
    expect(await columnsOf(bytesOf("0.5,nan\n1,2\n"))).toEqual([0, 1]);
    expect(await columnsOf(bytesOf("2019,2020\n1,2\n"), { header: true })).toEqual(["2019", "2020"]);
    expect(await columnsOf(inPieces(bytesOf("a,b\n1,2\n"), 1))).toEqual(["a", "b"]);
    expect(await columnsOf(bytesOf("\n\n"))).toEqual([]);
  });

  it("finds them in a Parquet's footer and an Arrow's schema", async () => {
    expect(await columnsOf(flights)).toEqual(["date", "delay", "distance", "origin", "destination"]);
    expect(await columnsOf(fixture("types.arrow"))).toEqual(await columnsOf(fixture("types.parquet")));
    expect(await columnsOf(arrowStream(1, 2))).toEqual(["x"]);
  });

  it("counts those of an array", async () => {
    expect(await columnsOf(npy(new Float32Array(6)))).toEqual([0]);
    expect(await columnsOf(npy(new Float32Array(6), [2, 3]))).toEqual([0, 1, 2]);
    await expect(columnsOf(fixture("cube.npy"))).rejects.toThrow(/has 3 axes, so no columns/);
  });

  it("gives what readBatches takes", async () => {
    for (const text of ["up,down\n1,2\n3,4\n", "1,2\n3,4\n"]) {
      const [predictions = "", targets = ""] = await columnsOf(bytesOf(text));
      const batches = readBatches(bytesOf(text), { columns: { predictions, targets } });
      expect(await numbers(batches)).toEqual({ predictions: [1, 3], targets: [2, 4] });
    }
  });

  it("refuses what is no file of columns, and options that it has not", async () => {
    await expect(columnsOf(bytesOf(""))).rejects.toThrow(/is empty/);
    await expect(columnsOf(bytesOf("PAR1 and no more"))).rejects.toThrow(/its footer cannot be read/);
    await expect(columnsOf(bytesOf("a\n"), { headers: true } as object)).rejects.toThrow(
      /^columnsOf: .*did you mean "header"/,
    );
    await expect(columnsOf(bytesOf("a\n"), { format: "tsv" as "csv" })).rejects.toThrow(InvalidInputError);
    await expect(columnsOf(bytesOf("a\n"), { signal: AbortSignal.abort(7) })).rejects.toBe(7);
  });
});
