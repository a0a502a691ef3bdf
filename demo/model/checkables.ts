/** Everything that can be checked on a device: every loss, then every metric. */
import type { Loss, LossInfo, Metric, MetricInfo } from "fusedloss";
import * as fusedloss from "fusedloss";
import { catalogue } from "./catalogue.js";

type MakeLoss = { (): Loss; readonly info: LossInfo };
type MakeMetric = { (): Metric; readonly info: MetricInfo };

export type Checkable =
  | { readonly kind: "loss"; readonly name: string; readonly make: MakeLoss }
  | { readonly kind: "metric"; readonly name: string; readonly make: MakeMetric };

function isMetric(value: unknown): value is MakeMetric {
  return typeof value === "function" && (value as Partial<MakeMetric>).info?.kind === "metric";
}

const losses = catalogue.map(({ make, info }) => ({
  kind: "loss" as const,
  name: info.name,
  make: Object.assign(() => make(), { info }),
}));

const metrics = Object.values<unknown>(fusedloss)
  .filter(isMetric)
  .map((make) => ({ kind: "metric" as const, name: make.info.name, make }));

export const checkables: readonly Checkable[] = [...losses, ...metrics];
