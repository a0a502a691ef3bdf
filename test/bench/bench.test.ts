/** That the benchmark's table has its place. What it says is measured by `npm run bench`, never by a test. */
import { describe, expect, it } from "vitest";
import * as loops from "../../demo/bench/contestants/elementwiseLoops.js";
import { plainCtc } from "../../demo/bench/contestants/plainCtc.js";
import { makeInputs } from "../../demo/bench/data.js";
import { gradientError, largest, lossError } from "../../demo/bench/judge.js";
import { elementsOf, inputsOf, itemsOf, nameOf, rows, smallRows } from "../../demo/bench/rows.js";
import { growth, ratio, spread } from "../../demo/bench/statistics.js";
import type { ElementwiseDefinition } from "../../src/definition.js";
import { library } from "../../src/families/library.js";
import { ctc } from "../../src/losses/ctc.js";
import { link } from "../../src/plan/compose.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { tensor } from "../../src/tensor.js";
import { definitionOfLoss, everyFactory, type Factory } from "../cases/catalogue.js";
import { read, root, withoutComments } from "../setup/tree.js";
import { compareResults } from "./compare.mjs";
import { loopInputs, trainedOf } from "./loopInputs.js";
import { loopRows } from "./loopRows.mjs";
import { named } from "./named.js";
import { markers, section, tables } from "./results.mjs";

describe("docs/performance.md", () => {
  it("has the markers between which the table is written, in order", () => {
    const text = read("docs/performance.md");
    expect(text.split(markers.start)).toHaveLength(2);
    expect(text.split(markers.end)).toHaveLength(2);
    expect(text.indexOf(markers.start)).toBeLessThan(text.indexOf(markers.end));
  });

  it("has the tables of the results that are kept (else: npm run bench)", () => {
    expect(section(read("docs/performance.md"))).toBe(tables(root));
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

describe("plain loops over elements", () => {
  const elementwise = everyFactory.filter((make) => definitionOfLoss(make()).family === "elementwise");
  const loopOf = ({ info }: Factory) => named<loops.ElementwiseLoop | undefined>(loops, info.name);

  /** Whether a body calls what is made of e^x or of log x. */
  const isTranscendental = (make: Factory) => {
    const { body } = definitionOfLoss(make()) as ElementwiseDefinition;
    const files = link(library, [{ name: "body", text: withoutComments(body) }]);
    return files.some(({ name }) => /\/(exp|log|decay|log1pUnit)\.wgsl$/.test(name));
  };

  it("are there for every loss with an exponential or a logarithm, by its formula and by its body", () => {
    const rows = loopRows(elementwise as never).map(({ loss }) => loss);
    const names = (list: readonly Factory[]) => list.map(({ info }) => info.name);
    expect(rows).toEqual(names(elementwise.filter(isTranscendental)));
    expect(names(elementwise.filter(loopOf)).sort()).toEqual([...rows, "huber", "mse"].sort());
    expect(rows.length).toBeGreaterThan(15);
  });

  it.each(elementwise.filter(loopOf))("agree with the reference: $info.name", (make) => {
    const { info } = make as unknown as { info: Parameters<typeof loopInputs>[0] };
    const inputs = loopInputs(info, 1000, 0);
    const trained = trainedOf(info);
    const expected = evaluate(make(), inputs, { gradients: trained });
    const slopes = Object.fromEntries(trained.map((name) => [name, new Float32Array(1000)]));
    expect(lossError(loopOf(make)?.(inputs, slopes) ?? Number.NaN, expected.loss as number)).toBeLessThan(
      1e-9,
    );
    for (const name of trained) {
      const wanted = expected.gradients[name] ?? [];
      expect(gradientError(slopes[name] ?? [], wanted, largest(wanted))).toBeLessThan(1e-6);
    }
  });
});

describe("npm run bench -- --compare", () => {
  const spreadOf = (median: number) => ({ median, min: median, max: median });
  const rowOf = (name: string, tensorflow: number, jax: number, copy: number) => ({
    loss: name,
    shape: [4],
    ours: { ms: spreadOf(1), extraBytes: 0 },
    peers: {
      tensorflow: { ratio: spreadOf(tensorflow) },
      jax: { ratio: spreadOf(jax) },
      plain: { failed: "has none" },
    },
    copy: { fraction: spreadOf(copy) },
  });
  const before = { rows: [rowOf("mse", 8, 4, 0.6), rowOf("huber", 16, 8, 0.5)] };
  const regressions = (after: object) => compareResults(before, after, 0.15).regressions;

  it("lets pass what is as fast as it was, or faster, and a yardstick that has moved alone", () => {
    expect(regressions(before)).toEqual([]);
    expect(regressions({ rows: [rowOf("mse", 7.5, 3.8, 0.55), rowOf("huber", 20, 9, 0.7)] })).toEqual([]);
    expect(regressions({ rows: [rowOf("mse", 8, 1, 0.6), rowOf("huber", 16, 8, 0.5)] })).toEqual([]);
  });

  it("names what is slower, what needs more memory, what fails and what is gone", () => {
    const slower = { rows: [rowOf("mse", 4, 2, 0.3), rowOf("huber", 16, 8, 0.5)] };
    expect(regressions(slower)).toEqual(["mse 2^2 is slower: 0.50 times the speed"]);
    const heavy = { ...rowOf("mse", 8, 4, 0.6), ours: { ms: spreadOf(1), extraBytes: 2 ** 20 } };
    expect(regressions({ rows: [heavy, { ...rowOf("huber", 16, 8, 0.5), failed: "off by 2" }] })).toEqual([
      "mse 2^2 holds 1048576 bytes beside inputs and gradient, not 0",
      "huber 2^2 fails: off by 2",
    ]);
    expect(regressions({ rows: [before.rows[0]] })).toEqual(["huber 2^2 is no longer there"]);
  });
});
