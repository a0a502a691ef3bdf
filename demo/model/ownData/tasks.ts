/** What predictions are of, and by that what measures them: found in the catalogue by the inputs they take. */
import type { Loss, Metric } from "fusedloss";
import { catalogue } from "../catalogue.js";
import { metrics } from "../metrics.js";

export interface DataInput {
  readonly name: string;
  /** What the column holds, in words. */
  readonly says: string;
  /** What such columns are often called. */
  readonly called: RegExp;
  /** A column for each class. */
  readonly several?: boolean;
}

/** A loss or metric that a file can be measured by. */
export type Measure =
  | { readonly name: string; readonly kind: "loss"; readonly make: () => Loss }
  | { readonly name: string; readonly kind: "metric"; readonly make: () => Metric };

export interface DataTask {
  readonly name: string;
  readonly title: string;
  readonly inputs: readonly DataInput[];
  readonly measures: readonly Measure[];
  /** Those that are asked for until somebody chooses. */
  readonly usual: readonly string[];
}

const targets: DataInput = {
  name: "targets",
  says: "0 or 1, what it was",
  called: /target|actual|truth|observed|label|click|^y$|^(is|was|has)[A-Z_ ]/i,
};
const labels: DataInput = {
  name: "labels",
  says: "the class that it was, from 0",
  called: /label|class|kind|species|truth|target|^y$/i,
};

const kinds: readonly Omit<DataTask, "measures">[] = [
  {
    name: "numbers",
    title: "numbers",
    inputs: [
      {
        name: "predictions",
        says: "what was predicted",
        called: /predict|^pred|forecast|estimate|fitted|hat$/i,
      },
      { name: "targets", says: "what it was", called: /target|actual|truth|observed|^y$/i },
    ],
    usual: ["mse", "mae", "huber", "rootMeanSquaredError", "rSquared"],
  },
  {
    name: "probability",
    title: "yes or no, by a probability",
    inputs: [
      { name: "probabilities", says: "of yes, from 0 to 1", called: /^p(rob.*)?$|probab|likelihood/i },
      targets,
    ],
    usual: ["binaryCrossEntropy", "binaryAccuracy", "f1", "rocAuc", "calibrationError"],
  },
  {
    name: "logit",
    title: "yes or no, by a score (logit)",
    inputs: [{ name: "logits", says: "log-odds of yes", called: /logit|score|margin/i }, targets],
    usual: ["binaryCrossEntropyWithLogits", "binaryAccuracy", "f1", "rocAuc", "calibrationError"],
  },
  {
    name: "classes",
    title: "one of several classes, by probabilities",
    inputs: [
      {
        name: "probabilities",
        says: "a column for each class",
        called: /^p(rob(ability)?)?([A-Z0-9]|_[a-z0-9])/,
        several: true,
      },
      labels,
    ],
    usual: ["categoricalCrossEntropy", "accuracy", "perplexity"],
  },
  {
    name: "logits",
    title: "one of several classes, by scores (logits)",
    inputs: [
      {
        name: "logits",
        says: "a column for each class",
        called: /^(logits?|scores?|z)([A-Z0-9]|_[a-z0-9])/,
        several: true,
      },
      labels,
    ],
    usual: ["softmaxCrossEntropy", "accuracy", "perplexity"],
  },
];

/** Losses of these inputs alone, one value an item, and metrics that may take others in their stead. */
function measuresOf(inputs: readonly DataInput[]): Measure[] {
  const names = inputs.map(({ name }) => name);
  const family = inputs.some(({ several }) => several) ? "rowwise" : "elementwise";
  const takes = (of: Readonly<Record<string, string>>) => names.every((name) => name in of);
  const losses = catalogue
    .filter(({ info }) => info.family === family && takes(info.inputs) && info.inputs.targets !== "sign")
    .filter(({ info }) => Object.keys(info.inputs).every((name) => [...names, "targets"].includes(name)))
    .map(({ info: { name }, make }): Measure => ({ name, kind: "loss", make }));
  const others = metrics
    .filter(({ info }) => takes(info.inputs))
    .map(({ info: { name }, make }): Measure => ({ name, kind: "metric", make }));
  return [...losses, ...others];
}

export const tasks: readonly DataTask[] = kinds.map((kind) => ({
  ...kind,
  measures: measuresOf(kind.inputs),
}));

export function taskOf(name: string): DataTask {
  const found = tasks.find((task) => task.name === name);
  if (!found) throw new Error(`There is no task ${name}.`);
  return found;
}
