/** The command line: what it prints, what it refuses, and with which exit code. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { combinatorsOf, lossesOf, metricsOf } from "../../src/cli/catalogue.js";
import { equivalents } from "../../src/cli/equivalents.js";
import { main } from "../../src/cli/main.js";
import { readBatches } from "../../src/files.js";
import * as library from "../../src/index.js";
import { evaluate, measure } from "../../src/reference/index.js";
import { projectFiles, read, root } from "../setup/tree.js";
import { flights, npy } from "./files.js";

const file = join(root, "dist/cli.js");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fusedloss-"));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Runs a command line in this process. */
async function run(...words: readonly string[]) {
  const said = { out: "", error: "" };
  const hear = (stream: NodeJS.WriteStream, key: keyof typeof said) =>
    vi.spyOn(stream, "write").mockImplementation((text) => {
      said[key] += text;
      return true;
    });
  hear(process.stdout, "out");
  hear(process.stderr, "error");
  const code = await main(words);
  vi.restoreAllMocks();
  return { code, ...said };
}

describe("losses", () => {
  it("lists every loss that is exported", async () => {
    const { code, out } = await run("losses");
    expect(code).toBe(0);
    const names = [...out.matchAll(/^ {2}([\w.]+) {2}/gm)].map((match) => match[1]!);
    const exported = [...lossesOf(library), ...combinatorsOf(library)].map(({ info }) => info.name);
    expect(names.sort()).toEqual(exported.sort());
    expect(out).toContain("  huber  ");
    expect(out).toContain("½e² if |e| ≤ δ, δ(|e| − ½δ) if |e| > δ; e = p − t");
  });

  it("has a page of every loss", async () => {
    for (const { info } of [...lossesOf(library), ...combinatorsOf(library)]) {
      const { code, out } = await run("losses", info.name);
      expect([info.name, code]).toEqual([info.name, 0]);
      expect(out).toContain(info.citation);
      for (const param of Object.keys(info.params)) expect(out).toContain(param);
    }
  });

  it("says on a page what there is to know", async () => {
    expect((await run("losses", "huber")).out).toBe(
      `huber({ delta: 1 })  (elementwise)

  formula     ½e² if |e| ≤ δ, δ(|e| − ½δ) if |e| > δ; e = p − t

  inputs      predictions  numbers
              targets      numbers

  gradients   predictions, targets

  parameters  delta  default 1  a finite number > 0

  reductions  mean (default), sum, none, weightedMean

  elsewhere   torch.nn.HuberLoss
              optax.losses.huber_loss
              keras.losses.Huber
              tf.losses.huberLoss

  source      P. J. Huber, Robust Estimation of a Location Parameter, Ann. Math. Statist. 35 (1964) 73–101
`,
    );
  });

  it("knows every name elsewhere that a docstring gives", () => {
    const names = lossesOf(library).map(({ info }) => info.name);
    expect(Object.keys(equivalents).filter((name) => !names.includes(name))).toEqual([]);
    const missing = projectFiles(/^src\/losses\/.*\.ts$/).flatMap((path) => {
      const name = path.replace(/^.*\/|\.ts$/g, "");
      const docstring = read(path).replace(/\n \* ?/g, " ");
      const same = docstring.match(/same as (T² times )?`((torch|keras|optax|rax)[\w.]*)/);
      const found = equivalents[name]?.some((one) => one.includes(same?.[2] ?? ""));
      return same && !found ? [`${name}: ${same[2]}`] : [];
    });
    expect(missing).toEqual([]);
  });
});

describe("metrics", () => {
  it("lists every metric that is exported, and has a page of each", async () => {
    const { code, out } = await run("metrics");
    expect(code).toBe(0);
    for (const { info } of metricsOf(library)) {
      expect(out).toContain(`  ${info.name}  `);
      expect((await run("metrics", info.name)).out).toContain(info.citation);
    }
  });
});

describe("help", () => {
  it.each([[[]], [["--help"]], [["-h"]], [["help"]]])("%j prints it", async (words) => {
    const { code, out } = await run(...words);
    expect([code, out.split("\n")[0]]).toEqual([0, "fusedloss: loss functions and metrics on WebGPU"]);
  });

  it.each(["eval", "losses", "metrics"])("of %s", async (command) => {
    expect((await run(command, "--help")).out).toContain(`fusedloss ${command} `);
  });

  it("tells the version", async () => {
    const { version } = JSON.parse(read("package.json"));
    expect(await run("--version")).toEqual({ code: 0, out: `${version}\n`, error: "" });
    const built = spawnSync(process.execPath, [file, "--version"], { encoding: "utf8" });
    expect([built.status, built.stdout]).toEqual([0, `${version}\n`]);
  });
});

describe("what is refused prints nothing, says why and ends with 2", () => {
  const csv = () => written("refused.csv", "score,clicked\n0.5,1\nabc,0\n");
  const asked = ["--loss", "mse", "--input", "predictions=score,targets=clicked"];

  it.each<readonly [words: () => string[], message: string]>([
    [
      () => ["evla"],
      'there is no command "evla"; there are eval, losses, metrics, optimizers (did you mean "eval"?).',
    ],
    [
      () => ["losses", "hubr"],
      'there is no loss "hubr" (did you mean "huber"?); fusedloss losses lists them.',
    ],
    [() => ["losses", "mse", "mae"], "mse mae are several names; give one, or none for all."],
    [() => ["losses", "hingeGan"], "hingeGan is a pair; give hingeGan.discriminator or hingeGan.generator."],
    [() => ["eval", csv(), "--los", "mse"], '(did you mean "--loss"?). Try fusedloss eval --help.'],
    [() => ["eval", csv(), "--loss"], "argument missing. Try fusedloss eval --help."],
    [
      () => ["eval", csv(), "--loss", "huberr", "--input", "x=y"],
      'there is no loss "huberr" (did you mean "huber"?)',
    ],
    [
      () => ["eval", csv(), "--loss", "linear", "--input", "x=y"],
      "linear is made of other losses or of code",
    ],
    [
      () => ["eval", csv(), "--loss", "huber:delta=0", "--input", "x=y"],
      "huber: delta is 0; it must be a finite",
    ],
    [
      () => ["eval", csv(), "--loss", "huber:delta", "--input", "x=y"],
      'has "delta"; parameter=value was wanted',
    ],
    [() => ["eval", csv(), "--loss", "mse,", "--input", "x=y"], 'has ""; a name was wanted'],
    [() => ["eval", csv(), "--loss", "mse,mse", "--input", "x=y"], "mse is asked for twice; name it once."],
    [() => ["eval", csv(), "--loss", "mse"], "--input is missing; say where each input comes from,"],
    [() => ["eval", csv(), "--input", "x=y"], "nothing is asked for; give --loss or --metrics,"],
    [() => ["eval", csv(), "--loss", "mse", "--input", "score"], 'has "score"; input=column was wanted'],
    [() => ["eval", csv(), "--loss", "mse", "--input", "x=a,x=b"], "gives x twice; name each input once."],
    [() => ["eval", csv(), "b.csv", ...asked], "are several files; give one."],
    [
      () => ["eval", ...asked.slice(0, 3), "predictions=a,b"],
      "there is no file, so --input predictions must name",
    ],
    [() => ["eval", csv(), ...asked, "--batch", "0"], '--batch is "0"; a whole number > 0 was wanted.'],
    [
      () => ["eval", csv(), ...asked, "--reduction", "avg"],
      '--reduction is "avg"; it must be one of mean, sum',
    ],
    [() => ["eval", csv(), ...asked, "--bins", "8"], "--bins is for metrics that are exact without,"],
    [() => ["eval", "none.csv", ...asked], "none.csv: there is no such file; check the path."],
    [() => ["eval", csv(), ...asked], 'refused.csv: row 2 (line 3), column "score": "abc" is no number;'],
    [
      () => ["eval", csv(), "--loss", "mse", "--input", "predictions=scor,targets=clicked"],
      'there is no column "scor"; it has score, clicked (did you mean "score"?).',
    ],
    [
      () => ["eval", csv(), "--loss", "mse", "--input", "predictions=clicked"],
      'mse: input "targets" is missing;',
    ],
    [
      () => [
        ...["eval", written("hinge.csv", "s,t\n1,1\n2,-1\n3,1\n4,0\n"), "--batch", "3"],
        ...["--loss", "hinge", "--input", "predictions=s,targets=t"],
      ],
      "row 4: hinge: targets[0] is 0;",
    ],
  ])("%#: $1", async (words, message) => {
    const { code, out, error } = await run(...words());
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(error).toMatch(/^fusedloss: .*\n$/);
    expect(error).toContain(message);
  });
});

describe("eval", () => {
  it("gives for some flights what the reference gives, however they are cut", async () => {
    const columns = { predictions: "delay", targets: "distance" };
    const batch = await first(readBatches(flights, { columns, batch: 5000 }));
    const [predictions, targets] = [batch.predictions as Float32Array, batch.targets as Float32Array];
    const rows = Array.from(predictions, (delay, i) => `${delay};${targets[i]}`);
    const csv = written("flights.csv", ["delay;distance", ...rows].join("\n"));
    const words = ["--loss", "mse,huber:delta=2", "--input", "predictions=delay,targets=distance", "--json"];
    const { code, out } = await run("eval", csv, ...words, "--batch", "1999");
    const { mse, "huber:delta=2": huber, ...others } = JSON.parse(out).results;
    expect([code, others]).toEqual([0, {}]);
    const inputs = { predictions, targets };
    const wanted = [library.mse(), library.huber({ delta: 2 })].map((loss) => evaluate(loss, inputs).loss);
    expect(mse / wanted[0]!).toBeCloseTo(1, 6);
    expect(huber / wanted[1]!).toBeCloseTo(1, 6);
  });

  it("measures what the reference measures, under whatever name an input goes", async () => {
    const columns = { predictions: "delay", distances: "distance" };
    const batch = await first(readBatches(flights, { columns, batch: 4000 }));
    const delays = batch.predictions as Float32Array;
    const logits = (batch.distances as Float32Array).map((miles) => miles / 1000 - 1);
    const targets = delays.map((minutes) => (minutes > 15 ? 1 : 0));
    const rows = Array.from(logits, (logit, i) => `${logit},${targets[i]}`);
    const csv = written("late.csv", ["score,late", ...rows].join("\n"));
    const { code, out, error } = await run(
      ...["eval", csv, "--input", "logits=score,targets=late", "--json", "--batch", "999"],
      ...["--loss", "binaryCrossEntropyWithLogits", "--bins", "4096"],
      ...["--metrics", "rocAuc,averagePrecision,calibrationError:bins=10,f1:threshold=0.4"],
    );
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const inputs = { logits, targets };
    expect(JSON.parse(out).results).toEqual({
      binaryCrossEntropyWithLogits: expect.closeTo(
        evaluate(library.binaryCrossEntropyWithLogits(), inputs).loss,
        6,
      ),
      rocAuc: expect.closeTo(measure(library.rocAuc({ bins: 4096 }), inputs), 6),
      averagePrecision: expect.closeTo(measure(library.averagePrecision({ bins: 4096 }), inputs), 6),
      "calibrationError:bins=10": expect.closeTo(measure(library.calibrationError({ bins: 10 }), inputs), 6),
      "f1:threshold=0.4": expect.closeTo(Number(measure(library.f1({ threshold: 0.4 }), inputs)), 6),
    });
  });

  it("reduces as it is told, with weights", async () => {
    const csv = written("weights.csv", "p,t,w\n1,2,1\n3,5,0.5\n-2,0.5,2\n");
    const words = [csv, "--loss", "mse", "--input", "predictions=p,targets=t", "--weights", "w", "--json"];
    const inputs = { predictions: [1, 3, -2], targets: [2, 5, 0.5], weights: [1, 0.5, 2] };
    for (const reduction of ["sum", "weightedMean"] as const) {
      const { code, out } = await run("eval", ...words, "--reduction", reduction);
      const wanted = evaluate(library.mse(), inputs, { reduction }).loss;
      expect([code, JSON.parse(out).results]).toEqual([0, { mse: expect.closeTo(wanted, 5) }]);
    }
  });

  it("prints a table: numbers, one per class, and a matrix", async () => {
    const words = ["--metrics", "accuracy,recall:average=none,classes=3,confusionMatrix:classes=3"];
    const labels = npy(Int32Array.from([0, 1, 2, 2]));
    const predicted = npy(Int32Array.from([0, 2, 2, 2]));
    const files = `predictedLabels=${written("p.npy", predicted)},labels=${written("y.npy", labels)}`;
    const { code, out, error } = await run(
      "eval",
      ...words.slice(0, 1),
      words[1]!.slice(9),
      "--input",
      files,
    );
    expect({ code, error }).toEqual({ code: 0, error: "" });
    expect(out.replaceAll(folder, "")).toBe(
      `  recall:average=none,classes=3  class 0  1
                                 class 1  0
                                 class 2  1
  confusionMatrix:classes=3      class 0  1  0  0
                                 class 1  0  0  1
                                 class 2  0  0  2

  4 rows of /p.npy, /y.npy
`,
    );
  });

  it("shows how far it is where somebody looks", async () => {
    const csv = written("short.csv", "a,b\n1,2\n3,5\n");
    const { isTTY } = process.stderr;
    process.stderr.isTTY = true;
    const { out, error } = await run("eval", csv, "--loss", "mae", "--input", "predictions=a,targets=b");
    process.stderr.isTTY = isTTY;
    expect(out).toBe(`  mae  1.5\n\n  2 rows of ${csv}\n`);
    expect(error).toContain("  2 rows");
  });
});

async function first<T>(source: AsyncIterable<T>): Promise<T> {
  for await (const one of source) return one;
  throw new Error("there is nothing");
}

describe("as a program", () => {
  it("is the package's command", () => {
    const { status, stdout } = spawnSync(process.execPath, [file, "losses", "mse"], { encoding: "utf8" });
    expect([status, stdout.split("\n")[0]]).toEqual([0, "mse()  (elementwise)"]);
  });

  it("reads what the shell pipes", () => {
    const words = ["eval", "-", "--loss", "mse", "--input", "predictions=0,targets=1", "--json"];
    const { status, stdout } = spawnSync(process.execPath, [file, ...words], {
      input: "1,2\n3,5\n",
      encoding: "utf8",
    });
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      { file: "standard input", rows: 2, results: { mse: 2.5 } },
    ]);
  });

  it("ends by Ctrl-C without results, whatever it is waiting for", async () => {
    const words = ["eval", "-", "--loss", "mse", "--input", "predictions=0,targets=1"];
    const program = spawn(process.execPath, [file, ...words]);
    let said = "";
    const hear = (bytes: Buffer) => {
      said += bytes;
    };
    program.stdout.on("data", hear);
    program.stderr.on("data", hear);
    // More than a pipe holds: once it is all written, the program has begun to read.
    program.stdin.write("1,2\n".repeat(100_000), () => program.kill("SIGINT"));
    const code = await new Promise((resolve) => program.on("close", resolve));
    expect({ code, said }).toEqual({ code: 130, said: "" });
  });
});
