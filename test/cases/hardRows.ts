/** Seeded rows that are hard for rowwise losses: large, level, nearly sure, masked, with targets of 0. */
import type { InputKind, Loss, Params, RowwiseDefinition } from "../../src/definition.js";
import { definitionOf } from "../../src/definition.js";
import { randomFrom } from "../reference/samples.js";
import { isOfVectors } from "./vectors.js";

/** One row of every input, and its label where labels are given. */
export interface HardRow {
  readonly flavour: Flavour;
  readonly values: Readonly<Record<string, Float64Array>>;
  /** One number of each input that has one per row. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly label: number | undefined;
  readonly classes: number;
}

/** Rows on which losses are smooth. */
export const flavours = ["plain", "shifted", "sure", "wide", "level", "masked"] as const;
/** `tied` rows hold few different numbers, so that maxima tie and hinges stand exactly at their margin. */
export type Flavour = (typeof flavours)[number] | "tied";

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Scores; in `sure` rows class `lead` is 20 above the rest. */
function scores(random: () => number, classes: number, flavour: Flavour, lead: number): number[] {
  const spread = { plain: 2, shifted: 2, sure: 1, wide: 30, level: 1e-3, masked: 2, tied: 1 }[flavour];
  return Array.from({ length: classes }, (_, c) => {
    const lift = (flavour === "shifted" ? 1000 : 0) + (flavour === "sure" && c === lead ? 20 : 0);
    const score = lift + spread * normal(random);
    return flavour === "tied" ? Math.round(2 * score) / 2 : score;
  });
}

function probabilities(x: readonly number[]): number[] {
  const top = Math.max(...x);
  const total = x.reduce((sum, v) => sum + Math.exp(v - top), 0);
  return x.map((v) => Math.exp(v - top) / total);
}

/** The kinds of a loss's inputs under its parameters. */
export function kindsOf(loss: Loss): Readonly<Record<string, InputKind>> {
  const definition = loss[definitionOf] as RowwiseDefinition;
  return { ...definition.inputs, ...definition.kinds?.(loss.params) } as Record<string, InputKind>;
}

/** Numbers that an f32 holds exactly, so that the GPU and float64 see the same row. */
export function hardRow(
  loss: Loss,
  names: readonly string[],
  classes: number,
  flavour: Flavour,
  seed: number,
): HardRow {
  const random = randomFrom(seed);
  const kinds = kindsOf(loss);
  const lead = Math.floor(random() * classes);
  const masked = (c: number): boolean => flavour === "masked" && c !== lead && c % 3 === 1;
  const values: Record<string, Float64Array> = {};
  const numbers: Record<string, number> = {};
  const definition = loss[definitionOf] as RowwiseDefinition;
  const { perRow } = definition;
  const areVectors = isOfVectors(definition);
  for (const name of names) {
    const kind = kinds[name];
    if (kind === "labels") continue;
    if (perRow.includes(name)) {
      numbers[name] = kind === "sign" ? Math.sign(random() - 0.5) : Math.fround(random());
      continue;
    }
    const x = scores(random, classes, flavour, lead);
    const p = probabilities(x);
    const logs = kind === "logits" && name !== "logits";
    const row = x.map((score, c) => {
      if (kind === "mask") return c !== lead && random() < 0.3 ? 0 : score;
      if (areVectors) return score;
      if (kind === "logits") return masked(c) ? Number.NEGATIVE_INFINITY : logs ? Math.log(p[c] ?? 0) : score;
      if (kind === "unit" || kind === "nonNegative" || name === "targets") return masked(c) ? 0 : (p[c] ?? 0);
      return score;
    });
    values[name] = Float64Array.from(row, Math.fround);
  }
  return { flavour, values, numbers, label: names.includes("labels") ? lead : undefined, classes };
}

/** Parameters for `classes` classes: a variant's list per class is repeated or cut to that length. */
export function paramsFor(variant: Params, classes: number): Params {
  const resized = (value: unknown): unknown =>
    Array.isArray(value) ? Array.from({ length: classes }, (_, c) => value[c % value.length]) : value;
  return Object.fromEntries(Object.entries(variant).map(([key, value]) => [key, resized(value)]));
}

/** Which inputs are given together: the cases' own sets, or one for each alternative, without what is optional and with it. */
export function givenSets(
  definition: RowwiseDefinition,
  own: readonly (readonly string[])[] | undefined,
): readonly (readonly string[])[] {
  if (own) return own;
  const { optional } = definition;
  const alternatives = definition.oneOf.flat();
  const always = Object.keys(definition.inputs).filter(
    (name) => !alternatives.includes(name) && !definition.optional.includes(name),
  );
  const chosen = definition.oneOf.reduce<readonly (readonly string[])[]>(
    (sets, choice) => sets.flatMap((set) => choice.map((one) => [...set, one])),
    [always],
  );
  return optional.length ? chosen.flatMap((set) => [set, [...set, ...optional]]) : chosen;
}
