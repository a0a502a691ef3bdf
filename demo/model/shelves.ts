/** The catalogue as it stands on the shelf: what there is a page for, kind by kind. */
import type { LossInfo } from "fusedloss";
import { catalogue, combinators, groupOf } from "./catalogue.js";

const ofFamily: Readonly<Partial<Record<LossInfo["family"], string>>> = {
  ranking: "Ranking",
  similarity: "Similarity",
  sequence: "Sequences",
  window: "Pictures",
};

/** A name for what is compared: of those that the curves leave under “More”, the family's. */
export function shelfOf(info: LossInfo): string {
  if (combinators.includes(info)) return "Combinators";
  if ("mask" in info.inputs) return "Ranking";
  const group = groupOf(info);
  return group === "More" ? (ofFamily[info.family] ?? group) : group;
}

const order = [
  "Values",
  "Yes or no",
  "Margins",
  "Classes",
  "Vectors",
  "Similarity",
  "Ranking",
  "Sequences",
  "Pictures",
  "Adversarial",
  "Regularisers",
  "More",
  "Combinators",
];

export const pages: readonly LossInfo[] = [...catalogue.map(({ info }) => info), ...combinators];

export interface Shelf {
  readonly name: string;
  readonly losses: readonly LossInfo[];
}

export const shelves: readonly Shelf[] = order
  .map((name) => ({ name, losses: pages.filter((info) => shelfOf(info) === name) }))
  .filter(({ losses }) => losses.length > 0);
