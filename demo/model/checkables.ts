/** Everything that can be checked on a device: every loss, then every metric. */
import type { Loss, LossInfo, Metric, MetricInfo } from "fusedloss";
import { catalogue } from "./catalogue.js";
import { metrics } from "./metrics.js";

type Make<Made, Info> = { (): Made; readonly info: Info };

export type Checkable =
  | { readonly kind: "loss"; readonly name: string; readonly make: Make<Loss, LossInfo> }
  | { readonly kind: "metric"; readonly name: string; readonly make: Make<Metric, MetricInfo> };

export const checkables: readonly Checkable[] = [
  ...catalogue.map(({ make, info }) => ({
    kind: "loss" as const,
    name: info.name,
    make: Object.assign(() => make(), { info }),
  })),
  ...metrics.map(({ make, info }) => ({
    kind: "metric" as const,
    name: info.name,
    make: Object.assign(() => make(), { info }),
  })),
];
