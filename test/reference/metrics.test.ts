/** The reference of metrics against figures from elsewhere, and the laws of totals; no GPU. */
import { describe, expect, it } from "vitest";
import { metricDefinitionOf } from "../../src/metric.js";
import * as metrics from "../../src/metrics/index.js";
import { measure } from "../../src/reference/index.js";
import * as rules from "../../src/totals/index.js";
import type { Rule, Totals } from "../../src/totals/rule.js";
import { complaint, everyMetric } from "../cases/metricCatalogue.js";
import { scores, weights } from "../cases/metricData.js";
import { randomFrom } from "../cases/random.js";

describe("the figures of test/cases", () => {
  it.each(everyMetric)("metrics/%s", (_name, make, { rows }) => {
    expect(rows.length).toBeGreaterThan(0);
    for (const { source, params, inputs, value, within = 1e-12 } of rows) {
      expect(complaint(measure(make(params), inputs), value, within), source).toBeUndefined();
    }
  });
});

it("rocAuc counts every pair, ties half", () => {
  const { scores: given, targets } = scores(301);
  const weighed = weights(301);
  const value = given.data as Float32Array;
  const isPositive = (i: number) => (targets.data as Float32Array)[i] === 1;
  let [won, all] = [0, 0];
  for (let i = 0; i < 301; i++) {
    for (let j = 0; j < 301; j++) {
      if (!isPositive(i) || isPositive(j)) continue;
      const weight = (weighed[i] as number) * (weighed[j] as number);
      const [a, b] = [value[i] as number, value[j] as number];
      won += weight * (a > b ? 1 : a === b ? 0.5 : 0);
      all += weight;
    }
  }
  expect(measure(metrics.rocAuc(), { scores: given, targets, weights: weighed })).toBeCloseTo(won / all, 12);
});

it("perplexity is exp of the cross entropy of the same rows", () => {
  const logits = [
    [1, 2, 3],
    [0, -1, 4],
  ];
  const labels = [0, 2];
  const losses = logits.map((row, i) => {
    const total = row.reduce((sum, x) => sum + Math.exp(x), 0);
    return Math.log(total) - (row[labels[i] as number] as number);
  });
  const mean = (losses[0]! + losses[1]!) / 2;
  expect(measure(metrics.perplexity(), { logits, labels })).toBeCloseTo(Math.exp(mean), 12);
});

/** Totals of one batch, as each rule knows them. */
const samples: Readonly<Record<string, (random: () => number) => Totals>> = {
  mean: (random) => ({ sum: random(), divisor: random(), infinite: 0, broken: 0 }),
  rootMean: (random) => ({ sum: random(), divisor: random(), infinite: 0, broken: 0 }),
  expMean: (random) => ({ sum: random(), divisor: random(), infinite: 0, broken: 0 }),
  variance: (random) => ({
    weight: random(),
    mean: 1e6 + random(),
    spread: random(),
    residual: random(),
    broken: 0,
  }),
  precision: (random) => classCounts(random),
  recall: (random) => classCounts(random),
  f1: (random) => classCounts(random),
  matrix: (random) => ({ counts: listOf(random), broken: 0 }),
  calibration: (random) => ({
    weight: listOf(random),
    confidence: listOf(random),
    hits: listOf(random),
    broken: 0,
  }),
  roc: (random) => ({ positives: listOf(random), negatives: listOf(random), broken: 0 }),
  averagePrecision: (random) => ({ positives: listOf(random), negatives: listOf(random), broken: 0 }),
  bleu: (random) => ({
    matches: listOf(random),
    ngrams: [9, 9, 9, 9],
    candidateLength: 9 * random(),
    referenceLength: 9,
  }),
};

function listOf(random: () => number): number[] {
  return Array.from({ length: 4 }, () => Math.ceil(8 * random()));
}

function classCounts(random: () => number): Totals {
  return { hits: listOf(random), predicted: listOf(random), actual: listOf(random), broken: 0 };
}

describe("totals", () => {
  it.each(Object.entries(rules))("%s merge in any order and grouping, and are JSON", (name, rule) => {
    const sample = samples[name];
    if (!sample) throw new Error(`a sample of totals of ${name} is missing here`);
    const random = randomFrom(7);
    const [a, b, c] = [sample(random), sample(random), sample(random)];
    const params = { average: "macro", smoothing: "exp" };
    const finish = (totals: Totals) => (rule as Rule).finish(JSON.parse(JSON.stringify(totals)), params);
    const { merge } = rule as Rule;
    const wanted = finish(merge(merge(a, b), c));
    for (const other of [merge(a, merge(b, c)), merge(merge(c, a), b), merge(c, merge(b, a))]) {
      expect(complaint(finish(other), wanted, 1e-12)).toBeUndefined();
    }
  });

  it("are named after their rules, which are those of the metrics", () => {
    expect(Object.entries(rules).filter(([name, rule]) => (rule as Rule).name !== name)).toEqual([]);
    const used = everyMetric.map(([, make]) => make()[metricDefinitionOf]?.rule);
    expect(used.filter((rule) => !Object.values(rules).includes(rule as Rule))).toEqual([]);
  });

  it("of other bins or another metric are refused", () => {
    const { merge } = rules.roc;
    expect(() => merge({ positives: [1], negatives: [2] }, { positives: [1, 2], negatives: [2, 3] })).toThrow(
      "positives has 1 entries in one of the totals and 2 in the other",
    );
    expect(() => merge({ positives: [1] }, { counts: [1] })).toThrow("cannot be added");
  });

  it("of all scores in order are refused, naming bins", () => {
    const exact = metrics.rocAuc()[metricDefinitionOf]?.whole?.({});
    expect(() => exact?.merge({ wins: 1 }, { wins: 1 })).toThrow("rocAuc({ bins: 65536 })");
    expect(metrics.rocAuc()[metricDefinitionOf]?.whole?.({ bins: 4 })).toBeUndefined();
  });

  it("of an item that cannot be computed with make NaN", () => {
    expect(
      rules.f1.finish({ hits: [1], predicted: [1], actual: [1], broken: 1 }, { average: "none" }),
    ).toEqual(Float64Array.of(Number.NaN));
    expect(rules.mean.finish({ sum: 1, divisor: 1, broken: 2 }, {})).toBeNaN();
  });

  it("sacrebleu's statistics give its score", () => {
    const totals = { matches: [9, 7, 5, 3], ngrams: [10, 8, 6, 4], candidateLength: 11, referenceLength: 11 };
    expect(rules.bleu.finish(totals, { smoothing: "exp" })).toBeCloseTo(83.75922397, 7);
    const short = { matches: [6, 5, 4, 0], ngrams: [6, 5, 4, 3], candidateLength: 6, referenceLength: 6 };
    expect(rules.bleu.finish(short, { smoothing: "floor", smoothValue: 0 })).toBe(0);
  });
});
