/**
 * How a loss is drawn as a curve of one variable: which input is swept and over what, what the other inputs
 * are, and which of those one may move. All of it follows from the names and kinds of its inputs.
 */
import type { LossInfo } from "fusedloss";
import type { Control, Settings } from "./controls.js";

export type Numbers = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

export interface Scene {
  /** What the horizontal axis says. */
  readonly axis: string;
  /** Where along it the curve is drawn. */
  readonly at: Float32Array<ArrayBuffer>;
  /** The input whose slope is drawn. */
  readonly swept: string;
  readonly inputs: Readonly<Record<string, { readonly data: Numbers; readonly shape: readonly number[] }>>;
  /** The swept input's number of entries per point; the first of them is the one swept. */
  readonly stride: number;
  /** Every point is a batch of its own, one after the other in the inputs; a shape is then that of one batch. */
  readonly apart?: boolean;
  /** What stands still, where no control says it. */
  readonly rest?: string;
}

export const points = 401;

export function along(low: number, high: number, count = points): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}

const slider = (low: number, high: number, start: number): Control => ({
  kind: "slider",
  low,
  high,
  step: (high - low) / 200,
  logarithmic: false,
  optional: false,
  start,
});

/** What to say of a number as a target where 0, the usual one, says little. */
const liveliestTarget: Readonly<Record<string, number>> = {
  mape: 2,
  msle: 1,
  poissonNll: 2,
  gammaNll: 2,
  tweedie: 2,
};

/** The loss depends on the error alone where the slope by the target is the other one, reversed. */
const isOfError = ({ gradients }: LossInfo) =>
  gradients.includes("targets") && gradients.includes("predictions");

/** Rows are vectors that are compared: real numbers, all of them with slopes. */
export const isOfVectors = ({ family, inputs, gradients }: LossInfo) =>
  family === "rowwise" && gradients.length > 1 && gradients.every((name) => inputs[name] === "real");

/** Which target: one of two signs, or a share. */
function targetKnobs({ inputs }: LossInfo): [string, Control][] {
  if (inputs.targets === "sign") return [["target", { kind: "choice", values: [1, -1], start: 1 }]];
  return inputs.targets === "unit" ? [["target", slider(0, 1, 1)]] : [];
}

/** Other inputs that one may move, beside the loss's own parameters. */
export function knobsOf(info: LossInfo): [string, Control][] {
  const { inputs, family, gradients, name } = info;
  const knobs: [string, Control][] = [];
  const sweepable = gradients.filter((input) => input !== "targets");
  if (family === "elementwise" && sweepable.length > 1) {
    knobs.push(["moved input", { kind: "choice", values: sweepable, start: sweepable[0] ?? "" }]);
  }
  if (isOfVectors(info)) return targetKnobs(info);
  if (family === "rowwise") {
    if (!("labels" in inputs)) knobs.push(["target of the true class", slider(0, 1, 0.8)]);
    if ("logits" in inputs || "scores" in inputs) knobs.push(["strongest other class", slider(-4, 4, 1)]);
    return knobs;
  }
  if (family !== "elementwise") return knobs;
  if ("variances" in inputs) knobs.push(["variance", slider(0.1, 4, 1)]);
  if ("real" in inputs && "fake" in inputs) knobs.push(["other score", slider(-3, 3, 0)]);
  const own = targetKnobs(info);
  if (own.length > 0) knobs.push(...own);
  else if (inputs.targets && !isOfError(info))
    knobs.push(["target", slider(0, 5, liveliestTarget[name] ?? 0)]);
  return knobs;
}

/** The horizontal axis of an elementwise loss. */
function elementwiseAxis(info: LossInfo, swept: string, target: number): Pick<Scene, "axis" | "at"> {
  const { inputs, name } = info;
  if (swept === "variances") return { axis: "variance", at: along(0.02, 4) };
  if (swept === "parameters") return { axis: "parameter", at: along(-3, 3) };
  if (swept === "logits") return { axis: "logit", at: along(-6, 6) };
  if (swept === "probabilities") return { axis: "probability", at: along(0.004, 0.996) };
  if (swept === "real") return { axis: "score of a real one", at: along(-4, 4) };
  if (swept === "fake") return { axis: "score of a fake", at: along(-4, 4) };
  if (inputs[swept] === "aboveMinusOne") return { axis: "prediction", at: along(-0.9, 6) };
  if (inputs.targets === "sign") return { axis: "prediction", at: along(-3, 3) };
  if (isOfError(info) || "variances" in inputs)
    return { axis: "error: prediction − target", at: along(-4, 4) };
  if (name === "mape") return { axis: "prediction", at: along(target - 4, target + 4) };
  return { axis: "prediction", at: along(-3, 4) };
}

function elementwise(info: LossInfo, knobs: Settings): Scene {
  const swept = String(knobs["moved input"] ?? info.gradients[0]);
  const target = Number(knobs.target ?? 0);
  const { axis, at } = elementwiseAxis(info, swept, target);
  const fixed: Readonly<Record<string, number>> = {
    targets: target,
    variances: Number(knobs.variance ?? 1),
    predictions: target + 1,
  };
  const inputs = Object.fromEntries(
    Object.keys(info.inputs).map((input) => {
      const value = fixed[input] ?? Number(knobs["other score"] ?? 0);
      return [
        input,
        { data: input === swept ? at : new Float32Array(at.length).fill(value), shape: [at.length] },
      ];
    }),
  );
  return { axis, at, swept, inputs, stride: 1 };
}

const classes = 4;
/** How three other classes share what the true one leaves. */
const others = [0.6, 0.3, 0.1];

function rows(
  at: Float32Array,
  row: (x: number) => readonly number[],
  width = classes,
): Float32Array<ArrayBuffer> {
  const data = new Float32Array(at.length * width);
  at.forEach((x, i) => {
    data.set(row(x), i * width);
  });
  return data;
}

/** The first class is the true one. */
function rowwise(info: LossInfo, knobs: Settings, params: Settings): Scene | undefined {
  const swept = info.gradients[0] ?? "";
  const strongest = Number(knobs["strongest other class"] ?? 1);
  const drawn: Readonly<
    Record<string, () => [string, Float32Array<ArrayBuffer>, (x: number) => readonly number[]]>
  > = {
    logits: () => ["logit of the true class", along(-6, 6), (x) => [x, strongest, 0, -1]],
    scores: () => ["score of the true class", along(-6, 6), (x) => [x, strongest, 0, -1]],
    probabilities: () => [
      "probability of the true class",
      along(0.004, 0.996),
      (p) => [p, ...others.map((share) => share * (1 - p))],
    ],
    logProbabilities: () => [
      "log-probability of the true class",
      along(-6, -0.02),
      (log) => [log, ...others.map((share) => Math.log(share * -Math.expm1(log)))],
    ],
  };
  const [axis, at, row] = drawn[swept]?.() ?? [];
  if (!axis || !at || !row) return undefined;
  const shape = [at.length, classes];
  const target = Number(knobs["target of the true class"] ?? 0.8);
  const soft = [target, ...others.map((share) => share * (1 - target))];
  const targets = params.logTargets === true ? soft.map((share) => Math.log(share)) : soft;
  const logs = soft.map((share) => Math.log(share));
  const fixed: Readonly<Record<string, readonly number[]>> = {
    targets,
    teacherLogits: logs,
    logTargets: logs,
  };
  const given: Scene["inputs"] =
    "labels" in info.inputs
      ? { labels: { data: new Int32Array(at.length), shape: [at.length] } }
      : Object.fromEntries(
          Object.entries(fixed)
            .filter(([input]) => input in info.inputs)
            .map(([input, values]) => [input, { data: rows(at, () => values), shape }]),
        );
  const inputs: Scene["inputs"] = { [swept]: { data: rows(at, row), shape }, ...given };
  // Without a class axis of its own, a membership's items are the columns.
  const isOfColumns = "probabilities" in info.inputs && !("classAxis" in info.params);
  if (isOfColumns) return { axis, at, swept, inputs: turned(inputs), stride: 1 };
  return { axis, at, swept, inputs, stride: classes };
}

/** Points along the last axis: the first of them are the swept input's swept entries. */
function turned(inputs: Scene["inputs"]): Scene["inputs"] {
  return Object.fromEntries(
    Object.entries(inputs).map(([input, { data }]) => {
      const count = data.length / classes;
      const columns = data.map((_, i) => data[(i % count) * classes + Math.floor(i / count)] ?? 0);
      return [input, { data: columns, shape: [classes, count] }];
    }),
  );
}

/** In the plane: the first vector moves along a line on which the others stand. */
function ofVectors(info: LossInfo, knobs: Settings): Scene {
  const at = along(-4, 4);
  const places = [(x: number) => [x, 1], () => [1, 1], () => [-1, 1]];
  const [swept = ""] = info.gradients;
  const vectors = info.gradients.map((name, i) => [
    name,
    { data: rows(at, places[i] ?? (() => [0, 1]), 2), shape: [at.length, 2] },
  ]);
  const others = Object.keys(info.inputs)
    .filter((name) => !info.gradients.includes(name))
    .map((name) => [
      name,
      { data: new Float32Array(at.length).fill(Number(knobs.target ?? 1)), shape: [at.length] },
    ]);
  const inputs = Object.fromEntries([...vectors, ...others]);
  return { axis: `first number of ${swept}`, at, swept, inputs, stride: 2 };
}

/** Undefined where one variable cannot show what the loss does. */
export function sceneOf(info: LossInfo, knobs: Settings, params: Settings): Scene | undefined {
  if (info.gradients.length === 0) return undefined;
  if (info.family === "elementwise") return elementwise(info, knobs);
  if (isOfVectors(info)) return ofVectors(info, knobs);
  return info.family === "rowwise" ? rowwise(info, knobs, params) : undefined;
}
