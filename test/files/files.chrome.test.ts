/** The same files on a page: chosen by a user, or behind an address. */
import { dump } from "npyjs";
import { expect, it } from "vitest";
import { readBatches } from "../../src/files.js";
import { isTensor } from "../../src/tensor.js";
import arrow from "./fixtures/types.arrow?url";
import parquet from "./fixtures/types.parquet?url";

const columns = { logits: ["single", "long"], labels: "flag", weights: "double" } as const;

const wanted = [
  { logits: [1.5, 1, 2, -2, -3, 3], labels: [1, 0, 1], weights: [0.1, 0.2, 0.3] },
  { logits: [4, -4, 5, 5], labels: [1, 0], weights: [0.4, 0.5] },
];

/** The numbers of every batch, as float32 was rounded to the nearest decimal. */
async function numbers(batches: AsyncIterable<Readonly<Record<string, unknown>>>) {
  const found: unknown[] = [];
  for await (const batch of batches) {
    const entries = Object.entries(batch).map(([input, value]) => {
      const data = (isTensor(value) ? value.data : value) as Float32Array;
      return [input, Array.from(data, (number) => Number(number.toFixed(3)))];
    });
    found.push(Object.fromEntries(entries));
  }
  return found;
}

const blobAt = async (address: string) => (await fetch(address)).blob();

const csv = [
  "single,long,flag,double",
  "1.5,1,true,0.1",
  "2,-2,false,0.2",
  "-3,3,true,0.3",
  "4,-4,1,0.4",
  "5,5,0,0.5",
];

it.each([
  ["a CSV", async () => new File([csv.join("\r\n")], "types.csv")],
  ["a Parquet file", () => blobAt(parquet)],
  ["an Arrow file", () => blobAt(arrow)],
  ["an address", async () => parquet],
  ["a stream", async () => (await blobAt(arrow)).stream()],
])("%s is read in batches", async (_, source) => {
  expect(await numbers(readBatches(await source(), { columns, batch: 3 }))).toEqual(wanted);
});

it("npy files are read side by side", async () => {
  const sources = {
    logits: new Blob([dump(Float32Array.of(1, 2, 3, 4), [2, 2])]),
    labels: new Blob([dump(Int32Array.of(1, 0))]),
  };
  expect(await numbers(readBatches(sources))).toEqual([{ logits: [1, 2, 3, 4], labels: [1, 0] }]);
});

it("what is wrong is told as in Node", async () => {
  await expect(numbers(readBatches("/none.csv?raw", { columns }))).rejects.toMatchObject({
    name: "InvalidInputError",
  });
  await expect(
    numbers(readBatches(new File(["a\nx\n"], "a.csv"), { columns: { logits: "a" } })),
  ).rejects.toThrow('a.csv: row 1 (line 2), column "a": "x" is no number;');
});
