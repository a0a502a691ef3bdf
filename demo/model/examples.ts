/** Small inputs for every loss, chosen by the names and kinds of what it takes: those of the program on its page. */
import { type LossInfo, type NestedNumbers, type Tensor, tensor } from "fusedloss";
import type { Value } from "./address.js";
import { isOfVectors } from "./scene.js";

/** An input as it stands in a program, and as it is. */
export interface Literal {
  readonly text: string;
  readonly value: NestedNumbers | Tensor;
}

export type Literals = Readonly<Record<string, Literal>>;

type Lists = Readonly<Record<string, NestedNumbers>>;

/** `[[1, 2], [3, 4]]`, a row to a line where it is long. */
function textOf(value: NestedNumbers): string {
  const text = JSON.stringify(value).replaceAll(",", ", ");
  if (text.length <= 56 || !text.startsWith("[[")) return text;
  return text.replaceAll("], [", "],\n    [").replace("[[", "[\n    [").replace(/\]\]$/, "],\n  ]");
}

/** Lists of numbers as a program writes them. */
export const literals = (lists: Lists): Literals =>
  Object.fromEntries(Object.entries(lists).map(([name, value]) => [name, { text: textOf(value), value }]));

/** Four items. */
const items: Lists = {
  predictions: [0.8, 0.1, 1.4, 2.2],
  logits: [2.2, -1.4, 0.4, -0.8],
  probabilities: [0.9, 0.2, 0.6, 0.3],
  scores: [0.6, 0.4, 0.1, -0.8],
  variances: [0.5, 1, 1, 2],
  real: [1.2, 0.3, 2.1, -0.4],
  fake: [-0.8, 0.5, -1.6, 0.1],
  positive: [1.5, 0.2, 2, 0.4],
  negative: [0.3, 0.9, -1, 0.4],
  a: [1.5, 0.2, 2, 0.4],
  b: [0.3, 0.9, -1, 0.1],
  parameters: [0.5, -1.2, 0, 2],
};

/** What is wanted of them, by what the loss means by a target. */
const itemTargets: Lists = {
  real: [1, 0.5, 1.5, 3],
  aboveMinusOne: [1, 0.5, 1.5, 3],
  unit: [1, 0, 1, 0],
  binary: [1, 0, 1, 0],
  sign: [1, -1, 1, -1],
};

/** Two rows of four classes. */
const classRows: Lists = {
  logits: [
    [2, 0.5, -1, 0],
    [0.1, 0.3, -0.4, 1.2],
  ],
  scores: [
    [2, 0.5, -1, 0],
    [0.1, 0.3, -0.4, 1.2],
  ],
  teacherLogits: [
    [3, 1, -2, 0],
    [0, 0.5, -1, 2],
  ],
  probabilities: [
    [0.7, 0.2, 0.05, 0.05],
    [0.2, 0.2, 0.1, 0.5],
  ],
  logProbabilities: [
    [-0.36, -1.61, -3, -3],
    [-1.61, -1.61, -2.3, -0.69],
  ],
  logTargets: [
    [-0.22, -2.3, -3, -3],
    [-2.3, -2.3, -2.3, -0.36],
  ],
  labels: [0, 3],
};

const rowTargets: Lists = {
  real: [
    [1, 0, 0, 0],
    [0, 0, 0, 1],
  ],
  nonNegative: [
    [0.8, 0.1, 0.05, 0.05],
    [0.1, 0.1, 0.1, 0.7],
  ],
};

/** Two rows of three numbers, of which the losses of vectors take as many as they compare. */
const vectors: readonly NestedNumbers[] = [
  [
    [1, 2, -1],
    [0.5, -1, 2],
  ],
  [
    [2, 1, 0],
    [1, -1, 1],
  ],
  [
    [1, 1.5, -0.5],
    [0.5, 0, -2],
  ],
];

/** Four embeddings in the plane, and four that should be near them. */
const embeddings: readonly NestedNumbers[] = [
  [
    [1, 0.2],
    [0.8, 0.5],
    [-0.3, 1],
    [-0.9, 0.4],
  ],
  [
    [0.9, 0.1],
    [0.4, 0.9],
    [-0.5, 1],
    [-1, -0.2],
  ],
];

/** Two frames' worth of labels in four frames, of classes of which the first is the blank. */
const sequence: Lists = {
  logits: [[[2, 1, 0]], [[0, 2, 1]], [[1, 0, 2]], [[2, 0, 1]]],
  targets: [[1, 2]],
  targetLengths: [2],
};

const picture: readonly NestedNumbers[] = [
  [
    [
      [
        [0, 1],
        [2, 3],
      ],
      [
        [1, 0],
        [0.5, 2],
      ],
    ],
  ],
  [
    [
      [
        [0, 1.5],
        [2, 2],
      ],
      [
        [1, 1],
        [0, 2],
      ],
    ],
  ],
];

/** A smooth picture, as large as the widest window asks. */
function wave(size: number, phase: number): Literal {
  const at = (_: unknown, i: number) => 0.5 + 0.5 * Math.cos(i / 5 + phase);
  const numbers = `Float32Array.from({ length: ${size * size} }, (_, i) => 0.5 + 0.5 * Math.cos(i / 5 + ${phase}))`;
  return {
    text: `tensor(\n    ${numbers},\n    [1, 1, ${size}, ${size}],\n  )`,
    value: tensor(Float32Array.from({ length: size * size }, at), [1, 1, size, size]),
  };
}

const first = (names: readonly string[], lists: readonly NestedNumbers[]): Lists =>
  Object.fromEntries(names.map((name, i) => [name, lists[i] ?? []]));

function rowsOf(info: LossInfo, settings: Readonly<Record<string, Value>>): Lists {
  if (isOfVectors(info)) {
    const { targets = "" } = info.gradients.includes("targets") ? {} : info.inputs;
    const wanted = { unit: [1, 0], sign: [1, -1] }[String(targets)];
    return { ...first(info.gradients, vectors), ...(wanted ? { targets: wanted } : {}) };
  }
  const logs = settings.logTargets === true ? classRows.logTargets : undefined;
  const targets = logs ?? rowTargets[info.inputs.targets ?? ""];
  return { ...classRows, ...(targets ? { targets } : {}) };
}

function listsOf(info: LossInfo, settings: Readonly<Record<string, Value>>): Lists {
  const { family, inputs, gradients } = info;
  if (family === "sequence") return sequence;
  if (family === "window") return first(Object.keys(inputs), picture);
  if (family === "similarity") return { ...first(gradients.slice(0, 2), embeddings), labels: [0, 0, 1, 1] };
  if (family === "rowwise" || inputs.mask) return rowsOf(info, settings);
  const targets = itemTargets[inputs.targets ?? ""];
  return { ...items, ...(targets ? { targets } : {}) };
}

/** Of inputs that stand for each other the first; the optional ones are left out. */
export function exampleOf(info: LossInfo, settings: Readonly<Record<string, Value>>): Literals {
  if ("windowSize" in info.params) {
    const size = Math.max(11, Number(settings.windowSize ?? 11)) + 1;
    return { predictions: wave(size, 0), targets: wave(size, 0.5) };
  }
  const lists = listsOf(info, settings);
  const alternatives = [
    ["labels", "targets"],
    ["logits", "probabilities"],
  ];
  const spare = alternatives.flatMap(([taken = "", left = ""]) =>
    taken in info.inputs && left in info.inputs ? [left] : [],
  );
  const given = Object.keys(info.inputs).filter((name) => name in lists && !spare.includes(name));
  return literals(Object.fromEntries(given.map((name) => [name, lists[name] ?? []])));
}
