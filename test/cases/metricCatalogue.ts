/** Every metric that is exported, with its cases: the exports are the list. */
import type { Metric } from "../../src/metric.js";
import * as metrics from "../../src/metrics/index.js";
import type { MetricCases } from "./metricCase.js";

export type MetricMaker = ((params?: Readonly<Record<string, unknown>>) => Metric) & {
  readonly info: { readonly name: string };
};

const cases = import.meta.glob<Record<string, MetricCases>>("./metrics/*.ts", { eager: true });

/** Name, factory and cases of each. */
export const everyMetric: readonly (readonly [string, MetricMaker, MetricCases])[] = Object.entries(
  metrics,
).map(([name, make]) => [
  name,
  make as unknown as MetricMaker,
  cases[`./metrics/${name}.ts`]?.[name] as MetricCases,
]);

/** What is wrong with a value, if anything. */
export function complaint(
  found: number | ArrayLike<number>,
  wanted: number | ArrayLike<number>,
  within: number,
): string | undefined {
  const [own, other] = [found, wanted].map((value) =>
    typeof value === "number" ? [value] : Array.from(value),
  );
  const isClose =
    typeof found === typeof wanted || Array.isArray(wanted)
      ? own!.length === other!.length && other!.every((value, i) => near(own![i] as number, value, within))
      : false;
  return isClose ? undefined : `${String(own)} for ${String(other)}`;
}

function near(found: number, wanted: number, within: number): boolean {
  return Object.is(found, wanted) || Math.abs(found - wanted) <= within * Math.max(1, Math.abs(wanted));
}
