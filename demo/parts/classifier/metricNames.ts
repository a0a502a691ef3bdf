/** The metrics of the page, with their colours. */
import type { Look } from "../../classifierWorker.js";
import type { Theme } from "../theme.js";

export interface MetricName {
  readonly name: keyof Look & ("accuracy" | "f1" | "auc");
  readonly title: string;
  readonly colour: keyof Theme;
}

export const metricNames: readonly MetricName[] = [
  { name: "accuracy", title: "accuracy", colour: "slope" },
  { name: "f1", title: "macro F1", colour: "huber" },
  { name: "auc", title: "mean AUC", colour: "logCosh" },
];
