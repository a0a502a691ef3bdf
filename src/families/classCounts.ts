import { countUpTo, integer32, oneOf, optional, unit } from "../check/params.js";
import type { Params, ParamsIn } from "../definition.js";
import { InvalidInputError } from "../errors.js";
import type { Metric, MetricDefinition, MetricInfo } from "../metric.js";
import type { Rule } from "../totals/rule.js";
import { ledgerWork } from "./ledger.js";
import { metric, usualMetric } from "./metric.js";

export const averages = ["binary", "micro", "macro", "weighted", "none"] as const;
export type Average = (typeof averages)[number];

const specs = {
  average: oneOf(averages, "binary"),
  threshold: unit(0.5),
  classes: optional(countUpTo(2 ** 24, 1)),
  ignoreIndex: integer32(-100),
};

type Input = "probabilities" | "logits" | "predictedLabels" | "targets" | "labels" | "weights";

/** A factory whose `average: "none"` gives one number per class. */
export interface ClassCountsFactory {
  <A extends Average = "binary">(
    params?: ParamsIn<typeof specs> & { readonly average?: A },
  ): Metric<Input, A extends "none" ? Float64Array : number>;
  readonly info: MetricInfo;
}

/** What a file in `metrics/` says of a score that is made of hits, predicted and actual counts of each class. */
export interface ClassCountsSpec
  extends Pick<MetricDefinition, "name" | "formula" | "citation" | "surrogate" | "rule"> {
  readonly rule: Rule;
  readonly body: string;
}

/** Makes the factory of a score by classes. */
export function classCounts({ body, ...told }: ClassCountsSpec): ClassCountsFactory {
  return metric({
    ...usualMetric,
    family: "ledger",
    ...told,
    inputs: {
      probabilities: "unit",
      logits: "logits",
      predictedLabels: "labels",
      targets: "binary",
      labels: "labels",
    },
    oneOf: [
      ["probabilities", "logits", "predictedLabels"],
      ["targets", "labels"],
    ],
    params: specs,
    work: (given, inputs) => {
      checkTogether(told.name, given, inputs);
      return ledgerWork({
        name: told.name,
        params: given,
        given: inputs,
        body,
        bodyName: "precision",
        entries: 3,
        numbers: { threshold: given.threshold as number },
        classes: given.classes as number | undefined,
        lists: ["hits", "predicted", "actual"],
        checkColumns: (columns, isLabelled) => checkBinary(told.name, given, columns, isLabelled),
      });
    },
  }) as unknown as ClassCountsFactory;
}

/** Classes are told by labels; elements by targets, against which labels cannot be held. */
function checkTogether(name: string, { classes }: Params, inputs: readonly string[]): void {
  if (!inputs.includes("predictedLabels")) return;
  if (inputs.includes("targets")) {
    throw new InvalidInputError(
      `${name}: predictedLabels and targets were given; predictedLabels go with labels, and targets with probabilities or logits.`,
      { input: "predictedLabels" },
    );
  }
  if (classes !== undefined) return;
  throw new InvalidInputError(
    `${name}: predictedLabels do not tell how many classes there are; give ${name}({ classes }).`,
    { input: "classes" },
  );
}

/** "binary" is about one kind of thing: elements of one column, or the second of two classes. */
function checkBinary(name: string, { average }: Params, columns: number, isLabelled: boolean): void {
  if (average !== "binary" || columns <= (isLabelled ? 2 : 1)) return;
  throw new InvalidInputError(
    `${name}: average is "binary", and there are ${columns} ${isLabelled ? "classes" : "columns of targets"}; give average: "macro", "micro", "weighted" or "none".`,
    { input: "average" },
  );
}
