import { definitionIn } from "../check/descriptor.js";
import { weightNames } from "../check/inputs.js";
import type { Loss } from "../definition.js";
import type { GpuContext } from "../gpu/context.js";
import type { PartialEntry } from "../totals/partial.js";
import { lossTotals, streamedTerms, type TotalsOptions } from "./lossTotals.js";
import type { Takeable } from "./sharedInputs.js";

/** What a batch adds, and how many items it has. */
export interface EntryTotals {
  readonly totals: unknown;
  readonly items: number;
}

/** A loss or metric in a stream: what it has of a batch, and what a partial says of it. */
export interface StreamEntry {
  readonly described: Omit<PartialEntry, "totals">;
  /** Its inputs: own name → name in the batch. */
  readonly names: Readonly<Record<string, string>>;
  /** How many of them it reads, counting each part of a loss: with one there is nothing to share. */
  readonly readers: number;
  readonly totals: (inputs: Takeable) => Promise<EntryTotals>;
}

/** A loss, by the names of its own inputs. */
export function lossEntry(gpu: GpuContext, loss: Loss, options: TotalsOptions): StreamEntry {
  const definition = definitionIn(loss);
  const terms = streamedTerms(loss, options);
  const own = [...Object.keys(definition.inputs), ...weightNames(definition)];
  return {
    described: {
      name: definition.name,
      params: loss.params,
      rule: "loss",
      recipe: terms.map(({ recipe }) => recipe),
    },
    names: Object.fromEntries(own.map((name) => [name, name])),
    readers: terms.length,
    totals: (inputs) => lossTotals(gpu, definition, terms, inputs, options),
  };
}
