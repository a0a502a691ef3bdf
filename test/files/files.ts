/** Files for the tests, and what is read back from them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Float32, RecordBatchStreamWriter, Table, vectorFromArray } from "apache-arrow";
import { dump } from "npyjs";
import { isTensor } from "../../src/tensor.js";
import { root } from "../setup/tree.js";

type Batches = AsyncIterable<Readonly<Record<string, unknown>>>;

/** Every batch with its inputs as shape, numbers and the kind of array. */
export async function collect(batches: Batches) {
  const all: Record<string, { shape: number[]; values: number[]; kind: string }>[] = [];
  for await (const batch of batches) {
    const entries = Object.entries(batch).map(([input, value]) => {
      const data = (isTensor(value) ? value.data : value) as Float32Array;
      const shape = isTensor(value) ? [...value.shape] : [data.length];
      return [input, { shape, values: Array.from(data), kind: data.constructor.name }];
    });
    all.push(Object.fromEntries(entries));
  }
  return all;
}

/** The batches joined: one list of numbers for each input. */
export async function numbers(batches: Batches): Promise<Record<string, number[]>> {
  const all = await collect(batches);
  const inputs = Object.keys(all[0] ?? {});
  return Object.fromEntries(inputs.map((input) => [input, all.flatMap((batch) => batch[input]!.values)]));
}

/** `list` as float32 holds it. */
export const single = (list: readonly number[]): number[] => Array.from(Float32Array.from(list));

export const flights = join(root, "node_modules/vega-datasets/data/flights-3m.parquet");

/** A file that Python wrote: see fixtures/make.py. */
export const fixture = (name: string): string => join(root, "test/files/fixtures", name);
export const fixtureBytes = (name: string): Uint8Array => new Uint8Array(readFileSync(fixture(name)));

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Bytes in pieces of one size, as a network brings them. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

export function npy(data: Float32Array | Int32Array, shape?: number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(dump(data, shape));
}

/** An Arrow stream of several record batches, which hold 0, 1, 2 … in column x. */
export function arrowStream(batches: number, rows: number): Uint8Array {
  const writer = new RecordBatchStreamWriter();
  for (let i = 0; i < batches; i++) {
    const values = Array.from({ length: rows }, (_, row) => i * rows + row);
    for (const batch of new Table({ x: vectorFromArray(values, new Float32()) }).batches) writer.write(batch);
  }
  return writer.finish().toUint8Array(true);
}
