import { InvalidInputError } from "../errors.js";
import { rules } from "./rules.js";

/** What one loss or metric has gathered. */
export interface PartialEntry {
  readonly name: string;
  /** The parameters it was made with. */
  readonly params: unknown;
  /** How its totals merge and what they come to. */
  readonly rule: string;
  /** What the rule needs to know beside the totals. */
  readonly recipe: unknown;
  /** `null` before the first batch. */
  readonly totals: unknown;
}

/**
 * What a stream has gathered so far: a plain JSON value of a few numbers. Partials of shards, evaluated
 * anywhere and in any order, are put together by `mergePartials`; `finishPartial` gives the result.
 */
export interface PartialResult {
  readonly fusedloss: "partial";
  readonly version: 1;
  /** What it comes to: the result of `evaluateStream`, one value, or values by name. */
  readonly gives: "loss" | "value" | "values";
  readonly entries: Readonly<Record<string, PartialEntry>>;
}

/** What `evaluateStream` gives: as `evaluate`, without gradients. */
export interface StreamResult {
  readonly loss: number;
  readonly gradients: Readonly<Record<string, never>>;
  /** Items that were counted, over all batches. */
  readonly count: number;
  readonly outputs: Readonly<Record<string, never>>;
  /** Of a weighted sum: each term's loss, unweighted. */
  readonly terms?: readonly number[];
}

/** What a metric or a loss comes to over a stream: a number, or one per class. */
export type StreamedValue = number | Float64Array;

export const partialVersion = 1;

/**
 * Two partial results of the same losses and metrics as one. The order does not matter but for rounding in
 * float64, and neither does how partials are grouped. Neither argument is changed.
 *
 * @throws InvalidInputError for what is no partial result of this version, or of other losses, metrics or parameters
 */
export function mergePartials(a: PartialResult, b: PartialResult): PartialResult {
  checkPartial("mergePartials", a);
  checkPartial("mergePartials", b);
  const [ours, theirs] = [describe(a), describe(b)];
  if (ours !== theirs) {
    throw new InvalidInputError(
      `mergePartials: the first is of ${ours} and the second of ${theirs}; merge partials of one call, made with the same losses, metrics, parameters and options.`,
      { input: "partial" },
    );
  }
  const entries = Object.entries(a.entries).map(([key, entry]) => [
    key,
    { ...entry, totals: mergedTotals(entry, (b.entries[key] as PartialEntry).totals) },
  ]);
  return { ...a, entries: Object.fromEntries(entries) };
}

/** Totals of one entry and more of them. */
export function mergedTotals({ rule, recipe, totals }: PartialEntry, more: unknown): unknown {
  if (totals === null) return more;
  if (more === null) return totals;
  return ruleOf(rule).merge(totals, more, recipe);
}

/**
 * What a partial result comes to: what `evaluateStream` or `measureStream` would have given for all its
 * batches in one stream.
 *
 * @throws InvalidInputError for what is no partial result of this version
 */
export function finishPartial(
  partial: PartialResult,
): StreamResult | StreamedValue | Record<string, StreamedValue> {
  checkPartial("finishPartial", partial);
  const results = Object.entries(partial.entries).map(([key, entry]) => {
    const { rule, recipe, totals } = entry;
    return [key, ruleOf(rule).finish(totals, recipe)] as const;
  });
  const values = results.map(([key, result]) => [key, numbersOf(result)] as const);
  if (partial.gives === "values") return Object.fromEntries(values);
  if (partial.gives === "value") return (values[0] as (typeof values)[0])[1];
  const [, result] = results[0] as (typeof results)[0];
  return { ...(result as StreamResult), gradients: {}, outputs: {} };
}

/** A loss among metrics is its number. */
function numbersOf(result: unknown): StreamedValue {
  if (typeof result === "number" || result instanceof Float64Array) return result;
  return (result as StreamResult).loss;
}

function ruleOf(name: string) {
  const rule = rules[name];
  if (rule) return rule;
  throw new InvalidInputError(
    `this partial result has the rule ${JSON.stringify(name)}, which this version of fusedloss does not know; it knows ${Object.keys(rules).join(", ")}.`,
    { input: "partial" },
  );
}

function checkPartial(caller: string, value: unknown): void {
  const { fusedloss, version, entries } = (value ?? {}) as Partial<PartialResult>;
  if (fusedloss !== "partial" || typeof entries !== "object" || entries === null) {
    throw new InvalidInputError(
      `${caller}: this is no partial result; give what evaluateStream or measureStream gave under { partial: true }, or a copy of it by JSON.`,
      { input: "partial" },
    );
  }
  if (version !== partialVersion) {
    throw new InvalidInputError(
      `${caller}: this partial result has version ${version}, and this fusedloss reads version ${partialVersion}; make it again with this version.`,
      { input: "partial" },
    );
  }
}

/** Everything of a partial but its totals, to be compared and to be shown. */
function describe({ gives, entries }: PartialResult): string {
  const each = Object.entries(entries).map(([key, { totals: _, name, ...rest }]) => {
    const own = Object.values(rest).map((one) => JSON.stringify(one) ?? "");
    return `${gives === "values" ? `${key}: ` : ""}${name} ${own.join(" ")}`;
  });
  return each.sort().join("; ");
}
