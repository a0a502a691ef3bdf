/** Seeded inputs for any loss, chosen by what its inputs mean: ties, zeros, small and large, sure and masked rows. */
import { definitionOf } from "./definitionOf.js";
import { normal, randomFrom } from "./random.js";

export const elements = 257;
export const rows = 33;
export const classes = 7;

/** An ordinary number for each kind of input of a loss per element. */
const draw = {
  real: (random) => 1.5 * normal(random),
  logits: (random) => 3 * normal(random),
  unit: (random) => 0.001 + 0.998 * random(),
  sign: (random) => (random() < 0.5 ? -1 : 1),
  nonNegative: (random) => Math.exp(normal(random)),
  aboveMinusOne: (random) => Math.exp(normal(random)) - 0.9,
};

const each = (names, value) => Object.fromEntries(names.map((name) => [name, value(name)]));

/** What an element has instead of its ordinary values, in turn. */
const flavours = [
  () => ({}),
  (values, { wide }) => each(wide, (name) => 1e-3 * values[name]),
  (values, { wide }) => each(wide.slice(0, 1), (name) => 3 * values[name]),
  (values, { wide: [first, second] }) => (second ? { [first]: values[second] } : {}),
  (_, { wide }) => each(wide, () => 0),
  ({ targets }, { isShare }) => (isShare ? { targets: Math.round(targets) } : {}),
];

function elementInputs({ info }) {
  const random = randomFrom(1);
  const kinds = Object.entries(info.inputs);
  const wide = kinds.filter(([, kind]) => kind === "real" || kind === "logits").map(([name]) => name);
  const isShare = info.inputs.targets === "unit";
  const inputs = Object.fromEntries(kinds.map(([name]) => [name, new Float32Array(elements)]));
  for (let i = 0; i < elements; i++) {
    const values = Object.fromEntries(kinds.map(([name, kind]) => [name, known(draw, kind, info)(random)]));
    const own = flavours[i % flavours.length](values, { wide, isShare });
    for (const [name] of kinds) inputs[name][i] = own[name] ?? values[name];
  }
  return { inputs, shape: [elements] };
}

/** Scores of a row with label `lead`, in turn. */
const rowFlavours = {
  plain: (random) => 2 * normal(random),
  level: (random) => 1e-3 * normal(random),
  sure: (random, c, lead) => normal(random) + (c === lead ? 20 : 0),
  unsure: (random, c, lead) => normal(random) - (c === lead ? 6 : 0),
  shifted: (random) => 1000 + 2 * normal(random),
  tied: (random) => Math.round(normal(random)),
  masked: (random, c, lead) => (c !== lead && c % 3 === 1 ? Number.NEGATIVE_INFINITY : 2 * normal(random)),
  ignored: (random) => 2 * normal(random),
};

function softmax(scores) {
  const top = Math.max(...scores);
  const terms = scores.map((score) => Math.exp(score - top));
  const total = terms.reduce((a, b) => a + b, 0);
  return terms.map((term) => term / total);
}

/** A row as each kind of input holds it. */
const rowOf = {
  real: (scores) => scores.map((score) => Math.max(score, -1000)),
  logits: (scores) => scores,
  logProbabilities: (scores) => softmax(scores).map(Math.log),
  unit: softmax,
  mask: (scores) => scores.map((_, c) => (c === 2 ? 0 : 1)),
};

/** A distribution of its own, 0 where a class is masked. */
const shares = (scores, random) => softmax(scores.map((s) => 0.3 * s + normal(random)));

/** What is compared with the first input, by name. */
const others = {
  targets: shares,
  teacherLogits: (scores, random) => scores.map((s) => 0.3 * s + normal(random)),
  logTargets: (scores, random) => shares(scores, random).map(Math.log),
};

function rowInputs(make) {
  const { info } = make;
  const random = randomFrom(2);
  // Of alternatives (labels or targets) the first.
  const { oneOf, perRow, gradients } = definitionOf(make);
  const left = oneOf.flatMap(([, ...others]) => others);
  const kinds = Object.entries(info.inputs).filter(([name]) => !left.includes(name));
  const inputs = Object.fromEntries(
    kinds.map(([name, kind]) => [
      name,
      kind === "labels"
        ? new Int32Array(rows)
        : new Float32Array(perRow.includes(name) ? rows : rows * classes),
    ]),
  );
  // Vectors to be compared: each has numbers of its own.
  const areVectors = gradients.length > 1 && gradients.every((name) => info.inputs[name] === "real");
  const names = Object.keys(rowFlavours).filter((name) => name !== "ignored" || "ignoreIndex" in info.params);
  for (let row = 0; row < rows; row++) {
    const flavour = names[row % names.length];
    const lead = Math.floor(random() * classes);
    const scores = Array.from({ length: classes }, (_, c) => rowFlavours[flavour](random, c, lead));
    for (const [name, kind] of kinds) {
      if (kind === "labels") {
        inputs[name][row] = flavour === "ignored" ? info.params.ignoreIndex.default : lead;
        continue;
      }
      if (perRow.includes(name)) {
        inputs[name][row] = known(draw, kind, info)(random);
        continue;
      }
      if (areVectors) {
        inputs[name].set(
          scores.map((_, c) => rowFlavours[flavour === "masked" ? "plain" : flavour](random, c, lead)),
          row * classes,
        );
        continue;
      }
      const values =
        others[name]?.(scores, random) ?? known(rowOf, name in rowOf ? name : kind, info)(scores);
      inputs[name].set(values, row * classes);
    }
  }
  return { inputs, shape: [rows, classes] };
}

function known(table, kind, { name }) {
  if (kind in table) return table[kind];
  throw new Error(`${name}: demo/jobs/check/lossInputs.js makes no inputs of kind "${kind}"; add it there.`);
}

/** Images of noise, the second a noisy copy of the first. */
function imageInputs({ info }) {
  const random = randomFrom(3);
  const shape = [3, 2, 15, 13];
  const clean = Float32Array.from({ length: 3 * 2 * 15 * 13 }, random);
  const names = Object.keys(info.inputs);
  const inputs = names.map((name, i) => [name, i === 0 ? clean : clean.map((x) => x + 0.2 * normal(random))]);
  return { inputs: Object.fromEntries(inputs), shape };
}

/** Lists with their relevances, or scores with their classes of 0 and 1. */
function listInputs({ info }) {
  const random = randomFrom(4);
  const isPairs = info.inputs.targets === "binary";
  const shape = isPairs ? [elements] : [rows, classes];
  const length = isPairs ? elements : rows * classes;
  const targets = Float32Array.from({ length }, () => Math.floor((isPairs ? 2 : 4) * random()));
  return { inputs: { scores: Float32Array.from(targets, (t) => t + 2 * normal(random)), targets }, shape };
}

/** Embeddings of a batch: the second a noisy view of the first, or labels of five. */
function embeddingInputs(make) {
  const random = randomFrom(5);
  const shape = [rows, 19];
  const first = Float32Array.from({ length: rows * 19 }, () => normal(random));
  const { optional } = definitionOf(make);
  const names = Object.keys(make.info.inputs).filter((name) => !optional.includes(name));
  const inputs = names.map((name, i) => {
    if (make.info.inputs[name] === "identities")
      return [name, Int32Array.from({ length: rows }, (_, row) => row % 5)];
    return [name, i === 0 ? first : first.map((x) => x + normal(random))];
  });
  return { inputs: Object.fromEntries(inputs), shape };
}

/** Frames of sequences with labels of several lengths. */
function sequenceInputs() {
  const random = randomFrom(6);
  const [frames, sequences, symbols, most] = [40, 9, 11, 12];
  return {
    inputs: {
      logits: Float32Array.from({ length: frames * sequences * symbols }, () => 2 * normal(random)),
      targets: Int32Array.from({ length: sequences * most }, () => 1 + Math.floor((symbols - 1) * random())),
      targetLengths: Int32Array.from({ length: sequences }, (_, n) => n + 3),
    },
    shape: [frames, sequences, symbols],
    shapes: { targets: [sequences, most], targetLengths: [sequences] },
  };
}

/** `{ inputs, shape, shapes }`: flat arrays by input, the shape of those that have more than a number per row, and of others. */
export function lossInputs(make) {
  const own = {
    window: imageInputs,
    ranking: listInputs,
    similarity: embeddingInputs,
    sequence: sequenceInputs,
    rowwise: rowInputs,
  };
  return (own[make.info.family] ?? elementInputs)(make);
}
