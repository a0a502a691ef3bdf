/** Whatever is wrong with a file or with what is asked of it is told with file, row, column and what to do. */
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../src/errors.js";
import { type BatchColumns, type FileSource, type ReadOptions, readBatches } from "../../src/files.js";
import { bytesOf, collect, fixture, fixtureBytes, inPieces, npy } from "./files.js";

type Options = ReadOptions & { columns: BatchColumns };
type Complaint = readonly [title: string, source: FileSource, options: Options, message: string];

const csv = (text: string) => new File([text], "predictions.csv");
const x = { columns: { logits: "score" } };
const parquet = fixture("types.parquet");

/** The first bytes of a file, as if the rest had been lost. */
const cut = (name: string, bytes: number) =>
  new File([fixtureBytes(name).slice(0, bytes) as Uint8Array<ArrayBuffer>], name);

const cells: readonly Complaint[] = [
  [
    "an unknown column",
    csv("score,clicked\n1,0\n"),
    { columns: { logits: "scor" } },
    'predictions.csv: there is no column "scor"; it has score, clicked (did you mean "score"?).',
  ],
  [
    "a column beyond the last",
    csv("score,clicked\n1,0\n"),
    { columns: { logits: 2 } },
    "predictions.csv: there is no column 2; it has 2, counted from 0.",
  ],
  [
    "two columns of one name",
    csv("score,score\n1,0\n"),
    x,
    'predictions.csv: two columns are called "score"; give the column\'s number from 0.',
  ],
  [
    "a word where a number was wanted",
    csv('score\n1\n"a\nb"\nabc\n'),
    { columns: { logits: "score" }, batch: 1 },
    'predictions.csv: row 2 (line 3), column "score": "a\\nb" is no number; logits takes numbers, so correct the cell or leave the row out.',
  ],
  [
    "an empty cell",
    csv("score,clicked\n1,0\n\n,1\n"),
    x,
    'predictions.csv: row 2 (line 4), column "score": there is no value; logits takes numbers,',
  ],
  [
    "half a label",
    csv("y\n1\n0.5\n"),
    { columns: { labels: "y" } },
    'predictions.csv: row 2 (line 3), column "y": 0.5 is no whole number of 32 bits; labels takes whole numbers,',
  ],
  [
    "a row that is too short",
    csv("score,clicked\n1,0\n2\n"),
    x,
    "predictions.csv: the first line has 2 cells, and row 2 (line 3) has 1; check its separators",
  ],
  [
    "a quote that is never closed",
    csv('score,name\n1,"a"\n2,"b\n3,c\n'),
    x,
    "predictions.csv: line 3: a quote opens in this record and is never closed; the file may have been cut off.",
  ],
  [
    "a quote within a quoted cell",
    csv('score,name\n1,"a"b"\n'),
    x,
    "predictions.csv: line 2: a quoted cell goes on after its closing quote;",
  ],
  [
    "a name where there is no header",
    csv("1,2\n"),
    { ...x, header: false },
    'predictions.csv has no header, and column "score" is asked for by name;',
  ],
  [
    "a missing number in Parquet",
    parquet,
    { columns: { logits: "gap" } },
    `types.parquet: row 4, column "gap": there is no value;`,
  ],
  [
    "a missing number in Arrow",
    fixture("types.arrow"),
    { columns: { logits: "gap" } },
    `types.arrow: row 4, column "gap": there is no value;`,
  ],
  [
    "a label of more than 32 bits",
    fixture("types.arrows"),
    { columns: { labels: "huge" } },
    `types.arrows: row 4, column "huge": 1099511627776 is no whole number of 32 bits;`,
  ],
  [
    "text in Parquet",
    parquet,
    { columns: { logits: "text" } },
    'types.parquet: column "text" holds STRING; numbers or lists of numbers were wanted.',
  ],
  [
    "time in Parquet",
    parquet,
    { columns: { logits: "time" } },
    'types.parquet: column "time" holds TIMESTAMP; numbers or lists of numbers were wanted.',
  ],
  [
    "text in Arrow",
    fixture("types.arrow"),
    { columns: { logits: "text" } },
    'types.arrow: column "text" holds Utf8; numbers or lists of numbers were wanted.',
  ],
  [
    "lists of several lengths",
    parquet,
    { columns: { logits: "ragged" } },
    'types.parquet: row 4, column "ragged": there is a list of 2, and the rows before have lists of 1;',
  ],
  [
    "a list among columns",
    parquet,
    { columns: { logits: ["fixed", "double"] } },
    'types.parquet: column "fixed" has lists of 2, and logits is a list of columns; give that column alone.',
  ],
  [
    "a name in an array",
    fixture("double.npy"),
    x,
    'double.npy is an array, and its columns have no names such as "score"; give a column\'s number from 0,',
  ],
  [
    "a column of a cube",
    fixture("cube.npy"),
    { columns: { logits: 0 } },
    "cube.npy has 3 axes, so no columns; give it as { input: file }, without columns.",
  ],
];

const files: readonly Complaint[] = [
  ["no file", "missing.csv", x, "missing.csv: there is no such file; check the path."],
  ["a directory", tmpdir(), x, `${tmpdir()}: it is a directory; give a file in it.`],
  ["an empty file", csv(""), x, "predictions.csv is empty: it has no bytes; check what wrote it."],
  [
    "Parquet without its end",
    cut("types.parquet", 5000),
    x,
    "types.parquet: its footer cannot be read (parquet file invalid (footer != PAR1)); it is no whole Parquet file: it may have been cut off,",
  ],
  [
    "Parquet by its name alone",
    new File(["score\n1\n"], "scores.parquet"),
    x,
    "scores.parquet: its footer cannot be read (",
  ],
  [
    "Arrow without its end",
    cut("types.arrow", 5000),
    x,
    "types.arrow: its end is missing; it is no whole Arrow file: it may have been cut off,",
  ],
  [
    "an Arrow stream that is cut",
    cut("types.arrows", 4000),
    { columns: { logits: "single" } },
    "types.arrows: the rows from 5 on cannot be read (Expected to read",
  ],
  [
    "an Arrow stream of a few bytes",
    cut("types.arrows", 7),
    x,
    "types.arrows: it has no schema; it is no whole Arrow file",
  ],
  [
    "npy that is cut",
    cut("double.npy", 128 + 24),
    { columns: { logits: 0 } },
    "double.npy: its header promises 5 rows, and it ends after 1; it is no whole npy file:",
  ],
  ["npy without its header", cut("double.npy", 40), { columns: { logits: 0 } }, "its header is cut off"],
  ["a single number", fixture("single.npy"), { columns: { logits: 0 } }, "single.npy holds a single number;"],
  ["an array of text", fixture("text.npy"), { columns: { logits: 0 } }, "text.npy holds U1; numbers"],
];

/** What the reader cannot do. */
const unable: readonly Complaint[] = [
  [
    "another machine's numbers",
    fixture("big.npy"),
    { columns: { logits: 0 } },
    "this array cannot be read (",
  ],
  ["a structured array", fixture("record.npy"), { columns: { logits: 0 } }, "this array cannot be read ("],
  [
    "Fortran's order",
    fixture("fortran.npy"),
    { columns: { logits: 0 } },
    "is in Fortran order, column after column; save numpy.ascontiguousarray(array).",
  ],
  [
    "compressed Arrow",
    fixture("lz4.arrow"),
    { columns: { logits: "double" } },
    "lz4.arrow is compressed, which apache-arrow reads only with a codec of yours; write it uncompressed.",
  ],
];

describe("an InvalidInputError", () => {
  it.each([...cells, ...files])("tells of %s", async (_, source, options, message) => {
    const error = await collect(readBatches(source, options)).catch((error) => error);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error.message).toContain(message);
  });

  it("knows the input and the row of a cell", async () => {
    const read = collect(readBatches(csv("y\n1\n0.5\n"), { columns: { labels: "y" } }));
    await expect(read).rejects.toMatchObject({ input: "labels", index: 1, value: 0.5 });
  });

  it.each([
    [csv("a\n1\n"), { logits: "a", weights: "b" }],
    [fixture("types.parquet"), { logits: "long", weights: "text" }],
    [fixture("types.arrow"), { logits: "long", weights: "ragged" }],
    [fixture("double.npy"), { logits: 1, weights: 2 }],
  ])("knows the input of a column: %#", async (source, columns) => {
    await expect(collect(readBatches(source, { columns }))).rejects.toMatchObject({ input: "weights" });
  });

  it("tells of files that do not end together", async () => {
    const sources = { logits: npy(new Float32Array(3)), labels: npy(new Int32Array(2)) };
    await expect(collect(readBatches(sources))).rejects.toThrow(
      "the source of labels ends after 2 rows and the source of logits goes on; rows stand beside each other,",
    );
  });

  it("comes before any batch where a file is too short for its header", async () => {
    const long = npy(new Float32Array(2 ** 20)).slice(0, -4);
    const seen: unknown[] = [];
    const read = async () => {
      for await (const batch of readBatches({ logits: long }, { batch: 1000 })) seen.push(batch);
    };
    await expect(read()).rejects.toThrow("its header promises 1048576 rows, and it ends after 1048575;");
    expect(seen).toEqual([]);
  });

  it("tells of a stream that was read before", async () => {
    const stream = new Blob(["score\n1\n"]).stream();
    const batches = readBatches(stream, x);
    await collect(batches);
    await expect(collect(batches)).rejects.toThrow("a stream can be read once");
  });

  it("tells of text where bytes were wanted", async () => {
    const text = new Blob(["score\n1\n"]).stream().pipeThrough(new TextDecoderStream());
    const read = collect(readBatches(text as unknown as ReadableStream<Uint8Array>, x));
    await expect(read).rejects.toThrow("the stream gives text; bytes (Uint8Array) were wanted.");
  });
});

describe("an UnsupportedError", () => {
  it.each(unable)("tells of %s", async (_, source, options, message) => {
    await expect(collect(readBatches(source, options))).rejects.toMatchObject({
      name: "UnsupportedError",
      message: expect.stringContaining(message),
    });
  });
});

describe("options", () => {
  it.each([
    [
      {},
      'columns is missing; say which column each input comes from, as in { columns: { logits: "score" } }',
    ],
    [{ colums: {} }, 'there is no option "colums"; it takes columns'],
    [{ ...x, batch: 0 }, "batch is 0; it must be a whole number of rows > 0"],
    [{ ...x, format: "xls" }, 'format is "xls"; it must be one of csv, parquet, npy, arrow'],
    [{ ...x, header: 1 }, "header is 1; it must be true or false"],
    [{ ...x, integers: "labels" }, 'integers is "labels"; it must be a list of inputs'],
    [{ ...x, signal: {} }, "signal is {}; it must be an AbortSignal"],
    [{ columns: { logits: -1 } }, "columns.logits is -1; the name of a column, its number from 0, or a list"],
    [{ columns: { logits: [] } }, "columns.logits is []; the name of a column"],
  ])("%j are refused", async (options, message) => {
    const read = collect(readBatches(csv("score\n1\n"), options as never));
    await expect(read).rejects.toMatchObject({
      name: "InvalidInputError",
      message: expect.stringContaining(message),
    });
  });

  it("must say which column where a source for one input has several", async () => {
    await expect(collect(readBatches({ logits: csv("a,b\n1,2\n") }))).rejects.toThrow(
      "predictions.csv has 2 columns, a, b; say in columns which of them is meant.",
    );
    await expect(collect(readBatches({}))).rejects.toThrow("no source was given");
    await expect(collect(readBatches(7 as never, x))).rejects.toThrow("source is 7; a path, URL, Blob");
  });
});

describe("a quote that is never closed in a large file", () => {
  it("is told before the file has been swallowed", async () => {
    let given = 0;
    async function* endless() {
      yield bytesOf('a,b\n1,"');
      for (; ; given++) yield* inPieces(new Uint8Array(2 ** 20).fill(120), 2 ** 20);
    }
    await expect(collect(readBatches(endless(), { columns: { logits: "a" } }))).rejects.toThrow(
      "line 2: a quote opens in this record and is never closed",
    );
    expect(given).toBeLessThan(20);
  });
});
