/** A file is the same wherever it comes from. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readBatches } from "../../src/files.js";
import { bytesOf, collect, fixture, fixtureBytes, flights, inPieces, npy, numbers } from "./files.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fusedloss-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const text = "score,clicked\n0.5,1\n-1.25,0\n2e1,true\n";
const bytes = bytesOf(text);
const columns = { logits: "score", labels: "clicked" };
const wanted = { logits: [0.5, -1.25, 20], labels: [1, 0, 1] };

function written(): string {
  const path = join(folder, "sources.csv");
  writeFileSync(path, text);
  return path;
}

describe("a source", () => {
  it.each([
    ["path", written],
    ["file: address", () => pathToFileURL(written())],
    ["data: address", () => `data:text/csv,${encodeURIComponent(text)}`],
    ["Blob", () => new Blob([bytes])],
    ["File", () => new File([bytes], "sources.csv")],
    ["ArrayBuffer", () => bytes.buffer],
    ["Uint8Array", () => bytes],
    ["ReadableStream", () => new Blob([bytes]).stream()],
    ["stream of Node's", () => Readable.from([bytes.subarray(0, 20), bytes.subarray(20)])],
    ["generator", () => inPieces(bytes, 3)],
  ])("may be a %s", async (_, source) => {
    expect(await numbers(readBatches(source(), { columns }))).toEqual(wanted);
  });

  it("is opened anew by each iteration", async () => {
    const batches = readBatches(new Blob([bytes]), { columns });
    expect([await numbers(batches), await numbers(batches)]).toEqual([wanted, wanted]);
  });

  it.each(["types.parquet", "types.arrow", "types.arrows"])("may bring %s piece by piece", async (name) => {
    const pieces = inPieces(fixtureBytes(name), 100);
    expect(await numbers(readBatches(pieces, { columns: { logits: "long" } }))).toEqual({
      logits: [1, -2, 3, -4, 5],
    });
  });

  it("of its own may stand behind each input: their rows go side by side", async () => {
    const logits = npy(Float32Array.from([1, 2, 3, 4, 5, 6]), [3, 2]);
    const sources = { logits, labels: bytesOf("0\n1\n1\n"), weights: bytesOf("w,v\n1,2\n3,4\n5,6\n") };
    expect(await collect(readBatches(sources, { batch: 2, columns: { weights: "v" } }))).toEqual([
      {
        logits: { shape: [2, 2], values: [1, 2, 3, 4], kind: "Float32Array" },
        labels: { shape: [2], values: [0, 1], kind: "Int32Array" },
        weights: { shape: [2], values: [2, 4], kind: "Float32Array" },
      },
      {
        logits: { shape: [1, 2], values: [5, 6], kind: "Float32Array" },
        labels: { shape: [1], values: [1], kind: "Int32Array" },
        weights: { shape: [1], values: [6], kind: "Float32Array" },
      },
    ]);
  });

  it.each([
    [
      "sources.csv.gz",
      () => new File(["\x1f\x8b\x08"].map(bytesOfLatin), "sources.csv.gz"),
      "DecompressionStream",
    ],
    ["an archive", () => fixture("arrays.npz"), "unpack it and give the file in it"],
  ])("%s is said to be packed", async (_, source, advice) => {
    const read = collect(readBatches(source(), { columns }));
    await expect(read).rejects.toMatchObject({
      name: "UnsupportedError",
      message: expect.stringContaining(advice),
    });
  });
});

function bytesOfLatin(latin: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(latin, (letter) => letter.charCodeAt(0));
}

describe("an address", () => {
  const whole = readFileSync(fixture("types.parquet"));
  let asked: (string | undefined)[] = [];
  const server = createServer(({ url, headers }, response) => {
    asked.push(headers.range);
    if (url === "/missing.csv") return void response.writeHead(404, "Not Found").end();
    if (url === "/plain.csv") return void response.end(text);
    const [start, end] = headers.range!.match(/\d+/g)!.map(Number) as [number, number];
    // As if the file were too long for one range.
    const last = Math.min(end, whole.length - 1, start + 4999);
    response.writeHead(206, { "Content-Range": `bytes ${start}-${last}/${whole.length}` });
    response.end(whole.subarray(start, last + 1));
  });
  let base = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it("is read as one stream where the server gives no ranges", async () => {
    expect(await numbers(readBatches(`${base}/plain.csv`, { columns }))).toEqual(wanted);
  });

  it("is read by ranges where the server gives them", async () => {
    asked = [];
    const address = new URL(`${base}/types.parquet`);
    expect(await numbers(readBatches(address, { columns: { logits: "long" } }))).toEqual({
      logits: [1, -2, 3, -4, 5],
    });
    expect(asked.length).toBeGreaterThan(1);
  });

  it("that gives nothing is told with what the server said", async () => {
    await expect(collect(readBatches(`${base}/missing.csv`, { columns }))).rejects.toThrow(
      `${base}/missing.csv: the server answered 404 Not Found; check the address.`,
    );
    await expect(collect(readBatches("http://127.0.0.1:9/x.csv", { columns }))).rejects.toThrow(
      "http://127.0.0.1:9/x.csv: it could not be fetched (fetch failed",
    );
  });
});

describe("reading", () => {
  it("stops where it is told to, with the signal's reason", async () => {
    const reason = new Error("enough");
    const stop = new AbortController();
    const batches = readBatches(flights, {
      columns: { predictions: "delay" },
      signal: stop.signal,
      batch: 3,
    });
    const read = async () => {
      for await (const { predictions } of batches) {
        expect(predictions).toEqual(Float32Array.of(33, 19, 14));
        stop.abort(reason);
      }
    };
    await expect(read()).rejects.toBe(reason);
    await expect(collect(batches)).rejects.toBe(reason);
  });

  it("that is given up closes what it read", async () => {
    let closed = false;
    async function* endless() {
      try {
        for (;;) yield bytesOf("1,2\n".repeat(20_000));
      } finally {
        closed = true;
      }
    }
    for await (const _ of readBatches(endless(), { columns: { logits: 0 } })) break;
    expect(closed).toBe(true);
  });

  it.each([
    ["stream", () => new ReadableStream<Uint8Array>({ start: (it) => it.enqueue(bytesOf("x\n1\n")) })],
    [
      "generator",
      async function* () {
        yield bytesOf("x\n1\n");
        await new Promise(() => {});
      },
    ],
  ])("waits for no silent %s that has been aborted", async (_, silent) => {
    const stop = new AbortController();
    const read = collect(readBatches(silent(), { columns: { logits: "x" }, signal: stop.signal }));
    setTimeout(() => stop.abort(new Error("too late")), 5);
    await expect(read).rejects.toThrow("too late");
  });
});
