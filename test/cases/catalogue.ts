/** Every loss that is exported, with its cases. There is no list of names: the exports are the list. */
import type { Definition, Loss, Params } from "../../src/definition.js";
import { definitionOf } from "../../src/definition.js";
import * as losses from "../../src/losses/index.js";
import type { LossCases } from "./case.js";

export { normal, randomFrom } from "./random.js";

export type Factory = ((params?: Params) => Loss) & { readonly info: { readonly name: string } };

/** Every factory of a loss; a pair such as `hingeGan` gives one for each half. */
export const everyFactory: readonly Factory[] = Object.values(losses).flatMap((entry: unknown) =>
  typeof entry === "function" ? [entry as Factory] : (Object.values(entry as object) as Factory[]),
);

/** Losses of elements and of rows: their data are drawn by the kinds of their inputs. */
export const factories = everyFactory.filter((make) =>
  ["elementwise", "rowwise"].includes(definitionOfLoss(make()).family),
);

/** The others: their cases have scenes. */
export const sceneFactories = everyFactory.filter((make) => !factories.includes(make));

const cases = import.meta.glob<Record<string, unknown>>("./losses/*.ts", { eager: true });
const combined = import.meta.glob<Record<string, Partial<LossCases>>>("./combine/*.ts", { eager: true });

/** The cases of losses made of losses. */
const combinedCases = Object.fromEntries(
  Object.entries(combined).flatMap(([path, found]) => {
    const name = path.replace(/.*\/(\w+)\.ts$/, "$1");
    const own = found[name];
    return own?.scenes?.some(({ made }) => made) ? [[name, own as LossCases] as const] : [];
  }),
);

/** Losses made of losses, by their combinator: each row and scene of theirs brings the loss. */
export const combinators: readonly Factory[] = Object.entries(combinedCases).map(([name, { scenes = [] }]) =>
  Object.assign(() => scenes[0]?.made as Loss, { info: { name } }),
);

/** The cases of `huber`, or those of one half of a pair such as `hingeGan.generator`. */
export function casesOf(name: string): LossCases {
  const [file = "", half] = name.split(".");
  if (combinedCases[file]) return combinedCases[file];
  const found = cases[`./losses/${file}.ts`]?.[file];
  return (half === undefined ? found : (found as Record<string, unknown> | undefined)?.[half]) as LossCases;
}

export function definitionOfLoss(loss: Loss): Definition {
  return loss[definitionOf] as Definition;
}
