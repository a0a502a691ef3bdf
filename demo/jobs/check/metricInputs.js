// @ts-check
/** Seeded inputs for any metric, chosen by what it takes: ties, zeros of both signs, outliers, rows that do not count. */
import { tensor } from "fusedloss";
import { normal, randomFrom } from "./random.js";

const items = 1001;
const classes = 7;

/** Weights with zeros and a wide range. */
const weights = () => Float32Array.from({ length: items }, (_, i) => [1, 0.25, 0, 3, 1e-3, 700][i % 6] ?? 1);

/** Predictions near their targets, a few far off. */
function regression() {
  const random = randomFrom(11);
  const targets = Float32Array.from({ length: items }, () => 100 + normal(random));
  const predictions = targets.map((value, i) => value + (i % 97 === 50 ? 50 : normal(random) / 4));
  return { predictions, targets, weights: weights() };
}

/** Logits in steps of a half, so that many tie; one row masked throughout, some labels ignored. */
function rows() {
  const random = randomFrom(12);
  const logits = Float32Array.from({ length: items * classes }, () => Math.round(4 * normal(random)) / 2);
  logits.fill(Number.NEGATIVE_INFINITY, 4 * classes, 5 * classes);
  const labels = Int32Array.from({ length: items }, (_, i) =>
    i % 7 === 3 ? -100 : Math.floor(random() * classes),
  );
  return { logits: tensor(logits, [items, classes]), labels, weights: weights() };
}

/** Probabilities in steps of 1/32 and targets that lean to them. */
function elements() {
  const random = randomFrom(13);
  const probabilities = Float32Array.from({ length: items }, () => Math.floor(33 * random()) / 32);
  const targets = probabilities.map((share) => (random() < 0.25 + share / 2 ? 1 : 0));
  return { probabilities, targets, weights: weights() };
}

/** Scores of any size: both zeros, subnormal and huge ones among them. */
function scores() {
  const { probabilities, targets } = elements();
  const odd = [0, -0, 1e-42, -1e-42, 3e38, -3e38];
  const values = probabilities.map((share, i) => (i % 11 === 0 ? (odd[i % 6] ?? 0) : 1000 * (share - 0.5)));
  return { scores: values, targets, weights: weights() };
}

/** Sentences of few words, each a copy of another with some words changed. */
function sentences() {
  const random = randomFrom(14);
  const references = Array.from({ length: 40 }, () =>
    Array.from({ length: 6 + Math.floor(10 * random()) }, () => Math.floor(12 * random())),
  );
  const candidates = references.map((words) =>
    words.map((word) => (random() < 0.2 ? Math.floor(12 * random()) : word)),
  );
  return { candidates, references };
}

/**
 * The inputs of a metric by name. Of labels and of targets it gets targets, of scores and of probabilities scores.
 *
 * @param {import("fusedloss").MetricInfo} info
 * @returns {Record<string, unknown>}
 */
export function metricInputs({ inputs }) {
  if ("candidates" in inputs) return sentences();
  if ("predictions" in inputs) return regression();
  if ("scores" in inputs) return scores();
  return "targets" in inputs ? elements() : rows();
}
