/** Every loss that the package exports: found, not listed. */

import type { Loss, LossInfo } from "fusedloss";
import * as fusedloss from "fusedloss";
import { isOfVectors } from "./scene.js";

export interface Entry {
  readonly info: LossInfo;
  readonly make: (params?: Readonly<Record<string, unknown>>) => Loss;
}

export const groups = [
  "Values",
  "Yes or no",
  "Margins",
  "Classes",
  "Vectors",
  "Adversarial",
  "Regularisers",
  "More",
] as const;

export type Group = (typeof groups)[number];

function isFactory(value: unknown): value is Entry["make"] & { readonly info: LossInfo } {
  const info = (value as { info?: Partial<LossInfo> } | null)?.info;
  return typeof value === "function" && info?.kind === "loss";
}

/** A GAN is a pair of losses under one name. */
function factoriesOf(exported: unknown): unknown[] {
  const pair = exported as { discriminator?: unknown; generator?: unknown } | null;
  return pair?.discriminator && pair.generator ? [pair.discriminator, pair.generator] : [exported];
}

/** Whether it can be made of its defaults alone: a loss made of other losses cannot. */
function standsAlone(make: Entry["make"]): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}

const factories = Object.values(fusedloss).flatMap(factoriesOf).filter(isFactory);

export const catalogue: readonly Entry[] = factories
  .filter(standsAlone)
  .map((make) => ({ info: make.info, make }));

/** Losses that are made of other losses, of layers or of one's own code. */
export const combinators: readonly LossInfo[] = factories
  .filter((make) => !standsAlone(make))
  .map(({ info }) => info);

/** Those with a curve to draw: of one number, or of a row. The others are of images, of lists, of batches. */
export const curves: readonly Entry[] = catalogue.filter(({ info: { family } }) =>
  ["elementwise", "rowwise"].includes(family),
);

export function groupOf(info: LossInfo): Group {
  const { family, name, inputs } = info;
  if (name.includes(".")) return "Adversarial";
  if (isOfVectors(info)) return "Vectors";
  if (family === "rowwise") return "Classes";
  if (family !== "elementwise") return "More";
  if ("parameters" in inputs) return "Regularisers";
  if (inputs.targets === "sign") return "Margins";
  return "logits" in inputs || "probabilities" in inputs ? "Yes or no" : "Values";
}

/** The curves under the headings that have any. */
export const curveGroups = groups
  .map((group) => ({ group, members: curves.filter(({ info }) => groupOf(info) === group) }))
  .filter(({ members }) => members.length > 0);
