import { definitionIn } from "../check/descriptor.js";
import { knownNames, type Named, requiredNames } from "../check/inputs.js";
import type { MeasureOptions } from "../check/measureOptions.js";
import { metricIn } from "../check/metric.js";
import type { Loss } from "../definition.js";
import type { GpuContext } from "../gpu/context.js";
import type { Metric } from "../metric.js";
import { isTensor } from "../tensor.js";
import type { PartialEntry } from "../totals/partial.js";
import { lossTotals, streamedTerms, type TotalsOptions } from "./lossTotals.js";
import { measureTotals } from "./measure.js";
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
  /** Sets of its own names of which it takes exactly one. */
  readonly oneOf: readonly (readonly string[])[];
  /** Names in the batch that it cannot do without. */
  readonly required: readonly string[];
  /** Those of its own names that the user has spoken of. */
  readonly named: readonly string[];
  /** How many of them it reads, counting each part of a loss: with one there is nothing to share. */
  readonly readers: number;
  readonly totals: (inputs: Takeable) => Promise<EntryTotals>;
}

/** What a definition says of its inputs, under their own names. */
function namesOf(definition: Named): Pick<StreamEntry, "names" | "oneOf" | "required" | "named"> {
  return {
    names: Object.fromEntries(knownNames(definition).map((name) => [name, name])),
    oneOf: definition.oneOf,
    required: requiredNames(definition),
    named: [],
  };
}

/**
 * What an entry takes of a batch. Where it has a choice and the batch holds more than one, it takes what the
 * user named, else what no other entry needs.
 */
export function namesIn(
  entry: StreamEntry,
  others: readonly StreamEntry[],
  given: readonly string[],
): Readonly<Record<string, string>> {
  const names = { ...entry.names };
  for (const choice of entry.oneOf) {
    const there = choice.filter((name) => given.includes(names[name] as string));
    if (there.length < 2) continue;
    const named = there.filter((name) => entry.named.includes(name));
    const free = there.filter(
      (name) => !others.some(({ required }) => required.includes(names[name] as string)),
    );
    const kept = named.length > 0 ? named : free;
    if (kept.length === 1) for (const name of there) if (name !== kept[0]) delete names[name];
  }
  return names;
}

/** A loss, by the names of its own inputs. */
export function lossEntry(gpu: GpuContext, loss: Loss, options: TotalsOptions): StreamEntry {
  const definition = definitionIn(loss);
  const terms = streamedTerms(loss, options);
  return {
    described: {
      name: definition.name,
      params: loss.params,
      rule: "loss",
      recipe: terms.map(({ recipe }) => recipe),
    },
    ...namesOf(definition),
    readers: terms.length,
    totals: (inputs) => lossTotals(gpu, definition, terms, inputs, options),
  };
}

/** A metric, by the names of its own inputs. */
export function metricEntry(
  gpu: GpuContext,
  metric: Metric,
  options: Pick<TotalsOptions, "checkInputs" | "signal">,
): StreamEntry {
  const definition = metricIn(metric);
  const { name, inputs, rule, work } = definition;
  const named = namesOf(definition);
  return {
    described: { name, params: metric.params, rule: rule.name, recipe: null },
    ...named,
    readers: 1,
    totals: async (batch) => {
      const taken = await batch.take(name, work && inputs, named.names);
      const totals = await measureTotals(gpu, metric, taken, options as MeasureOptions);
      return { totals, items: rowsOf(taken) };
    },
  };
}

/** How many rows the first input has. */
export function rowsOf(taken: Readonly<Record<string, unknown>>): number {
  const [first] = Object.values(taken);
  if (isTensor(first)) return first.shape[0] ?? 1;
  return (first as ArrayLike<unknown> | undefined)?.length ?? 0;
}
