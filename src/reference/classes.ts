import type { MetricItems } from "./metricItems.js";
import { argmax } from "./rows.js";
import { isPositive } from "./scores.js";

/** The class that a row is taken for. */
export function predictedClass(input: string, values: Float64Array): number {
  return input === "predictedLabels" ? (values[0] as number) : argmax(values);
}

/** A score of one class against all others. */
type Score = (right: number, predicted: number, actual: number) => number;

export interface AverageParams {
  readonly average: "binary" | "micro" | "macro" | "weighted" | "none";
  readonly threshold: number;
}

/** What a score of each class comes to. 0/0 is 0. */
export function averaged(
  { average, threshold }: AverageParams,
  told: MetricItems,
  score: Score,
): number | Float64Array {
  const { items, input, columns, isLabelled } = told;
  const right = new Float64Array(columns);
  const predicted = new Float64Array(columns);
  const actual = new Float64Array(columns);
  for (const { values, truth, weight, column } of items) {
    const said = isLabelled
      ? predictedClass(input, values)
      : isPositive(input, values[0] as number, threshold)
        ? column
        : undefined;
    const is = isLabelled ? truth : truth > 0.5 ? column : undefined;
    if (said !== undefined) predicted[said]! += weight;
    if (is !== undefined) actual[is]! += weight;
    if (said !== undefined && said === is) right[said]! += weight;
  }
  const scores = right.map((value, c) => score(value, predicted[c] as number, actual[c] as number) || 0);
  const sum = (list: Float64Array): number => list.reduce((a, b) => a + b, 0);
  if (average === "none") return scores;
  if (average === "micro") return score(sum(right), sum(predicted), sum(actual)) || 0;
  if (average === "macro") return sum(scores) / columns;
  if (average === "weighted")
    return sum(scores.map((value, c) => value * (actual[c] as number))) / sum(actual) || 0;
  return scores[columns - 1] as number;
}
