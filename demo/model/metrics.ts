/** Every metric that the package exports: found, not listed. */
import type { Metric, MetricInfo } from "fusedloss";
import * as fusedloss from "fusedloss";

export interface MetricEntry {
  readonly info: MetricInfo;
  readonly make: () => Metric;
}

function isFactory(value: unknown): value is MetricEntry["make"] & { readonly info: MetricInfo } {
  const info = (value as { info?: Partial<MetricInfo> } | null)?.info;
  return typeof value === "function" && info?.kind === "metric";
}

export const metrics: readonly MetricEntry[] = (Object.values(fusedloss) as unknown[])
  .filter(isFactory)
  .map((make) => ({ info: make.info, make }));
