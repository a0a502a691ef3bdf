/** What each format holds arrives as it was written. */
import { describe, expect, expectTypeOf, it } from "vitest";
import { type Batch, type BatchColumns, type ReadOptions, readBatches } from "../../src/files.js";
import { arrowStream, bytesOf, collect, fixture, flights, inPieces, npy, numbers, single } from "./files.js";

const csv = (text: string, columns: BatchColumns, options: ReadOptions = {}) =>
  numbers(readBatches(bytesOf(text), { columns, ...options }));

const floats = (list: readonly number[], shape = [list.length]) => ({
  shape,
  values: single(list),
  kind: "Float32Array",
});

/** What make.py wrote, by column. */
const types = {
  single: [1.5, 2, -3, 4, 5],
  double: [0.1, 0.2, 0.3, 0.4, 0.5],
  half: [1.5, 2, -3, 65504, 2 ** -24],
  byte: [-128, 0, 1, 2, 127],
  unsigned: [0, 1, 2, 3, 4294967295],
  long: [1, -2, 3, -4, 5],
  huge: [1, 2, 3, 2 ** 40, 5],
  flag: [1, 0, 1, 1, 0],
};

describe.each(["types.parquet", "types.arrow", "types.arrows"])("%s", (name) => {
  it("brings columns of every kind of number", async () => {
    const columns = Object.fromEntries(Object.keys(types).map((column) => [column, column]));
    const wanted = Object.fromEntries(Object.entries(types).map(([column, list]) => [column, floats(list)]));
    expect(await collect(readBatches(fixture(name), { columns }))).toEqual([wanted]);
  });

  it("brings whole numbers where an input holds such", async () => {
    const columns = { labels: "long", inputLengths: "double", predictions: "long", digit: "flag" };
    const integers = ["labels", "digit"];
    const [batch] = await collect(readBatches(fixture(name), { columns, integers }));
    const kinds = Object.entries(batch!).map(([input, { kind }]) => [input, kind]);
    expect(Object.fromEntries(kinds)).toEqual({
      labels: "Int32Array",
      inputLengths: "Float32Array",
      predictions: "Float32Array",
      digit: "Int32Array",
    });
  });

  it("brings lists and several columns as a last axis", async () => {
    const columns = { a: "fixed", b: "list", c: ["single", "flag", 1], d: ["single"] };
    const [first, second] = await collect(readBatches(fixture(name), { columns, batch: 3 }));
    expect(first).toEqual({
      a: floats([0, 0.5, 1, 1.5, 2, 2.5], [3, 2]),
      b: floats([0, 0, 0, 1, -1, 0, 2, -2, 0], [3, 3]),
      c: floats([1.5, 1, 0.1, 2, 0, 0.2, -3, 1, 0.3], [3, 3]),
      d: floats([1.5, 2, -3], [3, 1]),
    });
    expect(second?.a).toEqual(floats([3, 3.5, 4, 4.5], [2, 2]));
  });
});

describe("Parquet", () => {
  it("brings decimals", async () => {
    const read = await numbers(readBatches(fixture("types.parquet"), { columns: { x: "decimal" } }));
    expect(read).toEqual({ x: [0, 0.25, 0.5, 0.75, 1] });
  });

  it("goes from row group to row group: three flights beside the first border", async () => {
    let before = 0;
    for await (const { predictions } of readBatches(flights, { columns: { predictions: "delay" } })) {
      const found = predictions as Float32Array;
      if (before === 0) expect(found).toHaveLength(2 ** 18);
      const border = 272_727 - before;
      if (border < found.length) {
        expect(Array.from(found.slice(border - 2, border + 3))).toEqual([1, -10, 14, 10, -3]);
        break;
      }
      before += found.length;
    }
    expect(before).toBe(2 ** 18);
  });
});

describe("Arrow", () => {
  it("goes from record batch to record batch", async () => {
    const batches = await collect(readBatches(arrowStream(4, 5), { columns: { x: "x" }, batch: 6 }));
    expect(batches.map(({ x }) => x!.values.length)).toEqual([6, 6, 6, 2]);
    expect(batches.flatMap(({ x }) => x!.values)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });
});

describe("npy", () => {
  const one = (name: string) => collect(readBatches({ x: fixture(name) }));

  it.each([
    ["double.npy", floats([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], [5, 2])],
    ["half.npy", floats(types.half)],
    ["cube.npy", floats([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 2, 2])],
    ["flag.npy", floats([1, 0])],
  ])("%s arrives whole", async (name, wanted) => {
    expect(await one(name)).toEqual([{ x: wanted }]);
  });

  it("of 64-bit integers serves as labels", async () => {
    expect(await collect(readBatches({ labels: fixture("long.npy") }))).toEqual([
      { labels: { shape: [4], values: [0, 1, 2, -100], kind: "Int32Array" } },
    ]);
  });

  it("gives columns by their numbers", async () => {
    const columns = { predictions: 1, targets: [0, 1] };
    expect(await collect(readBatches(fixture("double.npy"), { columns, batch: 3 }))).toEqual([
      { predictions: floats([0.1, 0.3, 0.5]), targets: floats([0, 0.1, 0.2, 0.3, 0.4, 0.5], [3, 2]) },
      { predictions: floats([0.7, 0.9]), targets: floats([0.6, 0.7, 0.8, 0.9], [2, 2]) },
    ]);
  });

  it("is read by slices", async () => {
    const values = Float32Array.from({ length: 600_001 }, (_, i) => i);
    const { x } = await numbers(readBatches({ x: inPieces(npy(values), 999_999) }, { batch: 250_000 }));
    expect(x!.length).toBe(600_001);
    expect(x!.every((value, i) => value === i)).toBe(true);
  });
});

describe("CSV", () => {
  it.each([
    ["commas", "a,b\n1,2\n3,4\n"],
    ["semicolons", "a;b\n1;2\n3;4\n"],
    ["tabs", "a\tb\n1\t2\n3\t4\n"],
    ["line ends of Windows", "a,b\r\n1,2\r\n3,4\r\n"],
    ["line ends of old", "a,b\r1,2\r3,4\r"],
    ["no last line end", "a,b\n1,2\n3,4"],
    ["a mark of the byte order", "\ufeffa,b\n1,2\n3,4\n"],
    ["quotes and spaces", '"a", b \n"1", 2 \n 3,"4"\n'],
    ["empty lines", "a,b\n\n1,2\n\n3,4\n\n"],
  ])("with %s", async (_, text) => {
    expect(await csv(text, { x: "b", y: "a" })).toEqual({ x: [2, 4], y: [1, 3] });
  });

  it("reads numbers as programs write them", async () => {
    const text = "x\n 1e-3 \n+2\n-0.5\nTrue\nFALSE\nnan\n-inf\nInfinity\n";
    const [{ x }] = (await collect(readBatches(bytesOf(text), { columns: { x: "x" } }))) as [never];
    expect((x as { values: number[] }).values).toEqual([
      ...single([1e-3, 2, -0.5, 1, 0]),
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it("has no header where columns have numbers and the first line too", async () => {
    expect(await csv("1,2\n3,4\n", { x: 1 })).toEqual({ x: [2, 4] });
    expect(await csv("a,b\n3,4\n", { x: 1 })).toEqual({ x: [4] });
    expect(await csv("1,2\n3,4\n", { x: 1 }, { header: true })).toEqual({ x: [4] });
    expect(await csv("2001,2002\n3,4\n", { x: "2002" })).toEqual({ x: [4] });
  });

  it("is the same however its bytes come", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `"row ""${i}""\r\nof ü",${i},${i / 8}`);
    const bytes = bytesOf(["text,i,x", ...rows, ""].join("\r\n"));
    const wanted = { x: rows.map((_, i) => i / 8), labels: rows.map((_, i) => i) };
    for (const size of [1, 7, 64, 5000]) {
      const source = inPieces(bytes, size);
      expect(await numbers(readBatches(source, { columns: { x: "x", labels: "i" } }))).toEqual(wanted);
    }
  });

  it("longer than the reader's pieces keeps its rows and lines", async () => {
    const rows = Array.from({ length: 300_000 }, (_, i) => `${i},x${i}`);
    rows[250_000] = "oops,x";
    const read = numbers(readBatches(new Blob([`i,x\n${rows.join("\n")}`]), { columns: { x: "i" } }));
    await expect(read).rejects.toThrow(
      'the Blob: row 250001 (line 250002), column "i": "oops" is no number;',
    );
  });
});

describe("a batch", () => {
  it("has as many rows as asked for, the last one the rest", async () => {
    const text = `x\n${"1\n".repeat(10)}`;
    const batches = await collect(readBatches(bytesOf(text), { columns: { x: "x" }, batch: 4 }));
    expect(batches.map(({ x }) => x!.shape)).toEqual([[4], [4], [2]]);
  });

  it("holds the whole file where more rows are asked for than there are", async () => {
    const options = { columns: { x: "long" }, batch: Number.MAX_SAFE_INTEGER };
    expect(await collect(readBatches(fixture("types.parquet"), options))).toEqual([
      { x: floats(types.long) },
    ]);
  });

  it("has 2^18 numbers of the widest input where nothing is asked", async () => {
    const wide = npy(new Float32Array(2 ** 18 + 8), [2 ** 15 + 1, 8]);
    const batches = await collect(readBatches({ logits: wide }));
    expect(batches.map(({ logits }) => logits!.shape)).toEqual([
      [2 ** 15, 8],
      [1, 8],
    ]);
  });

  it("has the inputs that were asked for, as the compiler knows", () => {
    const columns = () => readBatches("x.csv", { columns: { logits: ["a", "b"], labels: "y" } });
    const sources = () => readBatches({ predictions: "p.npy", targets: "t.npy" });
    expectTypeOf(columns).returns.toEqualTypeOf<AsyncIterable<Batch<"logits" | "labels">>>();
    expectTypeOf(sources).returns.toEqualTypeOf<AsyncIterable<Batch<"predictions" | "targets">>>();
    // @ts-expect-error no columns
    const none = () => readBatches("x.csv");
    expectTypeOf(none).toBeFunction();
  });

  it("is none where a file has a header only", async () => {
    expect(await csv("x,y\n", { x: "x" })).toEqual({});
  });
});
