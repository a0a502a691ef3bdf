import type { MetricCases } from "../metricCase.js";

/** Words as ids, the same word the same id. */
function idsOf(text: string): number[] {
  return text.split(" ").map((word) => {
    let id = 0;
    for (const letter of word) id = (31 * id + (letter.codePointAt(0) ?? 0)) % 1_000_003;
    return id;
  });
}

const readme = {
  candidates: ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."].map(idsOf),
  references: [
    ["The dog bit the man.", "The dog had bit the man."].map(idsOf),
    ["It was not unexpected.", "No one was surprised."].map(idsOf),
    ["The man bit him first.", "The man had bitten the dog."].map(idsOf),
  ],
};

const tokenized = {
  candidates: ["The dog bit the man .", "It wasn't surprising .", "The man had just bitten him ."].map(idsOf),
  references: [
    ["The dog bit the man .", "The dog had bit the man ."].map(idsOf),
    ["It was not unexpected .", "No one was surprised ."].map(idsOf),
    ["The man bit him first .", "The man had bitten the dog ."].map(idsOf),
  ],
};

const offset = {
  candidates: [idsOf("am I am a character sequence")],
  references: [idsOf("I am a symbol string sequence a a")],
};

const source = "sacrebleu, test/test_bleu.py";
const within = 1e-8;

export const bleu: MetricCases = {
  rows: [
    { source: `${source}, tokenize none`, inputs: readme, value: 49.1919566, within: 1e-7 },
    { source: `${source}, tokenize 13a`, inputs: tokenized, value: 48.530827, within: 1e-6 },
    {
      source: `${source}, smooth_method none`,
      params: { smoothing: "none" },
      inputs: tokenized,
      value: 48.530827,
      within: 1e-6,
    },
    {
      source: `${source}, floor 0.01`,
      params: { smoothing: "floor", smoothValue: 0.01 },
      inputs: { candidates: [idsOf("this is a fest")], references: [idsOf("this is a test")] },
      value: 22.3606797749979,
      within,
    },
    {
      source: `${source}, floor 0.1`,
      params: { smoothing: "floor" },
      inputs: offset,
      value: 15.55722182,
      within,
    },
    {
      source: `${source}, floor 0`,
      params: { smoothing: "floor", smoothValue: 0 },
      inputs: offset,
      value: 0,
    },
    {
      source: "by hand: 100·e^(1 − 8/6)·(4/6 · 3/6 · 2/5 · 1/4)^¼ with 1 added above unigrams",
      params: { smoothing: "add-k" },
      inputs: offset,
      value: 100 * Math.exp(1 - 8 / 6) * ((4 / 6) * (3 / 6) * (2 / 5) * (1 / 4)) ** 0.25,
    },
    {
      source: "by hand: 100·e^(1 − 8/6)·(4/6 · 2/5 · 1/4 · 1/(2·3))^¼",
      inputs: offset,
      value: 100 * Math.exp(1 - 8 / 6) * ((4 / 6) * (2 / 5) * (1 / 4) * (1 / 6)) ** 0.25,
    },
    {
      source: "sacrebleu: shorter than the longest n-gram is 0, nothing matched is 0",
      inputs: { candidates: [[1, 2], [9]], references: [[1, 2], [8]] },
      value: 0,
    },
    {
      source: "the same",
      inputs: { candidates: [[1, 2, 3, 4]], references: [[1, 2, 3, 4]] },
      value: 100,
      within,
    },
    { source: "nothing", inputs: { candidates: [], references: [] }, value: 0 },
  ],
  scenes: [
    {
      title: "two references as near: the shorter counts",
      inputs: {
        candidates: [[1, 2, 3, 4, 5, 6], Int32Array.of(1, 2, 3)],
        references: [
          [
            [1, 2, 3, 4, 5, 6, 7, 8],
            [1, 2, 3, 4],
          ],
          [[]],
        ],
      },
    },
    {
      title: "bigrams",
      params: { maxN: 2, smoothing: "none" },
      inputs: { candidates: [[1, 1, 1, 2]], references: [[1, 1, 2, 2]] },
    },
  ],
};
