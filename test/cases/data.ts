/**
 * Seeded data that is hard on a loss. Every item has a flavour, which says what is hard about it, and is held
 * to the tolerance of its flavour: an outlier excuses nobody else.
 */
import type { InputKind, Loss, Params, ValueKind } from "../../src/definition.js";
import { type Tensor, tensor } from "../../src/tensor.js";
import { definitionOfLoss, normal, randomFrom } from "./catalogue.js";
import { kindsOf } from "./hardRows.js";
import { flavoursOfVectors, hardVectors, isOfVectors } from "./vectors.js";

/**
 * `usual`: hard, but every result is finite; `endless`: some losses are +Infinity; `broken`: NaN, infinities
 * and labels out of range; `still`: nothing counts; `vast`: logits of ±1e20.
 */
export type SetName = "usual" | "endless" | "broken" | "still" | "vast";

export type FloatType = "f32" | "f16" | "bf16";

/** How sample weights lie over the items. */
export type Weighing = "none" | "full" | "leading" | "number";

/** One input: labels in an Int32Array, all else in a Float64Array. */
export interface HardInput {
  readonly shape: readonly number[];
  readonly values: Float64Array | Int32Array;
}

export interface HardSet {
  readonly inputs: Readonly<Record<string, HardInput>>;
  /** What is hard about each item. */
  readonly flavours: readonly string[];
  readonly itemShape: readonly number[];
  /** The item that an element of an input belongs to. */
  readonly itemOf: (element: number) => number;
}

/** How the rows of a rowwise loss lie; with `classAxis` 1 the items have two axes, the classes between them. */
export interface RowShape {
  readonly classes: number;
  readonly itemShape: readonly number[];
  readonly classAxis: -1 | 0 | 1;
}

type Random = () => number;
type Values = Record<string, number>;

const { NaN: nan, POSITIVE_INFINITY: infinity, NEGATIVE_INFINITY: none } = Number;

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)] as T;
}

const draw: Readonly<Record<ValueKind, (random: Random) => number>> = {
  real: (random) => 1.5 * normal(random),
  logits: (random) => 3 * normal(random),
  unit: (random) => random(),
  binary: (random) => (random() < 0.5 ? 0 : 1),
  sign: (random) => (random() < 0.5 ? -1 : 1),
  nonNegative: (random) => Math.exp(normal(random)),
  aboveMinusOne: (random) => Math.exp(normal(random)) - 0.9,
  mask: (random) => (random() < 0.3 ? 0 : 1),
};

/** Joints, ends of domains, and what saturates. What 16 bits round away stays inside the domain. */
const edges: Readonly<Record<ValueKind, readonly number[]>> = {
  real: [1, -1, 0.25, -0.25, 0.5],
  logits: [40, -40, 100, -100, 17, -17],
  unit: [0, 1, 1 - 2 ** -24, 2 ** -20],
  binary: [0, 1],
  sign: [1, -1],
  nonNegative: [0, 1e-8, 1e-3, 1e3],
  aboveMinusOne: [-1 + 2 ** -7, 0, 1e3],
  mask: [0, 1],
};

/** How far an outlier may go where the loss is exponential in it: f32 ends at e⁸⁸. */
const reach: Readonly<Record<string, number>> = { linex: 8, gammaNll: 20, tweedie: 20, poissonNll: 20 };

/** A number as this loss takes it. */
function adapt({ name: loss, params }: Loss, input: string, value: number): number {
  if (input === "predictions" && params.logInput === false) return Math.abs(value);
  const most = input === "predictions" || loss === "linex" ? reach[loss] : undefined;
  return most === undefined ? value : Math.max(-most, Math.min(most, value));
}

/** An element of ordinary values, to be made hard. */
interface Element {
  readonly values: Values;
  readonly kinds: readonly (readonly [string, ValueKind])[];
  readonly random: Random;
}

/** What each flavour makes of an element. */
const elementFlavours: Readonly<Record<string, (element: Element) => void>> = {
  plain: () => {},
  outlier({ values, kinds, random }) {
    const wide: readonly InputKind[] = ["real", "logits", "nonNegative", "aboveMinusOne"];
    const able = kinds.filter(([, kind]) => wide.includes(kind));
    if (able.length === 0) return;
    const [name, kind] = pick(able, random);
    const value = 1e3 * (values[name] ?? 0);
    values[name] = kind === "aboveMinusOne" ? Math.abs(value) : value;
  },
  tied: tie,
  near(element) {
    tie(element);
    const { values, kinds } = element;
    const [first = ""] = kinds[0] ?? [];
    values[first] = (values[first] ?? 0) * (1 - 2 ** -9);
  },
  zero({ values, kinds, random }) {
    const able = kinds.filter(([, kind]) => kind !== "sign");
    for (const [name] of random() < 0.5 ? able : able.slice(0, 1)) values[name] = random() < 0.5 ? 0 : -0;
  },
  edge({ values, kinds, random }) {
    for (const [name, kind] of kinds) values[name] = pick(edges[kind], random);
  },
  masked: (element) => mask(element, [0]),
  endless: (element) => mask(element, [1, 0.25]),
  broken({ values, kinds, random }) {
    const [name, kind] = pick(kinds, random);
    values[name] = pick(kind === "logits" ? [nan, infinity] : [nan, infinity, none], random);
  },
};

/** The first input is the second: no error, or a hinge exactly at its margin. */
function tie({ values, kinds }: Element): void {
  const [first, second] = kinds;
  if (first && second && first[1] !== "logits") values[first[0]] = values[second[0]] ?? 0;
}

function mask({ values, kinds, random }: Element, targets: readonly number[]): void {
  for (const [name, kind] of kinds) {
    if (kind === "logits") values[name] = none;
    if (name === "targets") values[name] = pick(targets, random);
  }
}

/** A set for an elementwise loss. */
export function hardElements(loss: Loss, shape: readonly number[], set: SetName, seed: number): HardSet {
  const kinds = Object.entries(kindsOf(loss)) as [string, ValueKind][];
  const hasLogits = kinds.some(([, kind]) => kind === "logits");
  const isSmoothed = Number(loss.params.labelSmoothing ?? 0) > 0;
  const names = ["plain", "outlier", "tied", "near", "zero", "edge"];
  // A smoothed target is positive, and then a masked logit costs +Infinity.
  if (hasLogits && (set === "endless" || !isSmoothed)) names.push("masked");
  if (hasLogits && set === "endless") names.push("endless");
  if (set === "broken") names.push("broken");
  const random = randomFrom(seed);
  const length = sizeOf(shape);
  const inputs: Record<string, HardInput> = {};
  for (const [name] of kinds) inputs[name] = { shape, values: new Float64Array(length) };
  const flavours = Array.from({ length }, (_, item) => {
    const flavour = names[(item + seed) % names.length] as string;
    const values = Object.fromEntries(kinds.map(([name, kind]) => [name, draw[kind](random)]));
    elementFlavours[flavour]?.({ values, kinds, random });
    for (const [name] of kinds) {
      const { values: all } = inputs[name] as HardInput;
      all[item] = adapt(loss, name, values[name] ?? 0);
    }
    return flavour;
  });
  return { inputs, flavours, itemShape: shape, itemOf: (element) => element };
}

/** Whether the mask of a `left` row leaves an entry out. */
const isLeft = (lead: number, c: number): boolean => c !== lead && c % 3 !== 0;

/** A mask: any number but 0 counts, and 0 has two signs. */
function maskOf(flavour: string, lead: number, classes: number, random: Random): number[] {
  return Array.from({ length: classes }, (_, c) => {
    const isOut = flavour === "blank" || (flavour === "left" && isLeft(lead, c));
    return pick(isOut ? [0, -0] : [1, -1, 0.25, 2, infinity], random);
  });
}

/** Scores of another opinion: as they are, as good as they are, or their own; also masked, and elsewhere too. */
function othersOf(
  flavour: string,
  scores: readonly number[],
  again: () => number[],
  random: Random,
): number[] {
  if (["zero", "level", "ignored"].includes(flavour)) return [...scores];
  if (flavour === "near") return scores.map((score) => score + 2 ** -9 * normal(random));
  const own = again();
  if (flavour === "endless") return own.map((score) => (score === none ? 1 : score));
  return own;
}

/** Scores of a row, by flavour; `lead` is the label's class. */
const scoresOf: Readonly<
  Record<string, (random: Random, lead: number, classes: number, c: number) => number>
> = {
  plain: (random) => 2 * normal(random),
  tied: (random) => Math.round(2 * normal(random)) / 2,
  level: () => -1.25,
  zero: () => 0,
  outlier: (random, lead, classes, c) => normal(random) * (c === (lead + 1) % classes ? 1e3 : 1),
  saturated: (random) => pick(edges.logits, random),
  sure: (random, lead, _, c) => 0.5 * normal(random) + (c === lead ? 30 : 0),
  unsure: (random, lead, classes, c) => 0.5 * normal(random) + (c === (lead + 1) % classes ? 30 : 0),
  shifted: (random) => 1000 + 2 * normal(random),
  masked: (random, lead, _, c) => (c !== lead && c % 3 !== 0 ? none : 2 * normal(random)),
  blank: () => none,
  endless: (random, lead, _, c) => (c === lead ? none : 2 * normal(random)),
  ignored: (random, _, __, c) => (c === 0 ? nan : 2 * normal(random)),
  left: (random, lead, _, c) =>
    isLeft(lead, c) ? pick([nan, infinity, none, 1e3], random) : 2 * normal(random),
  near: (random) => 2 * normal(random),
  vast: (random, lead, classes, c) =>
    [lead, 0, classes - 1].includes(c) ? pick([1e20, -1e20, 0], random) : normal(random),
};

/** Targets of a row: one class, several that need not sum to 1, none; never on a masked class but in `endless`. */
function targetsOf(flavour: string, scores: readonly number[], lead: number, random: Random): number[] {
  if (flavour === "zero") return scores.map(() => 0);
  if (["sure", "unsure", "tied", "endless"].includes(flavour))
    return scores.map((_, c) => (c === lead ? 1 : 0));
  const drawn = softmax(scores.map(() => 2 * normal(random)));
  const factor = flavour === "outlier" ? 2.5 : 1;
  return drawn.map((target, c) =>
    scores[c] === none || (flavour === "level" && c % 2 === 1) ? 0 : factor * target,
  );
}

function logSumExp(scores: readonly number[]): number {
  const top = Math.max(...scores);
  return top === none ? none : top + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - top), 0));
}

function softmax(scores: readonly number[]): number[] {
  const all = logSumExp(scores);
  return scores.map((score) => (all === none ? 0 : Math.exp(score - all)));
}

/** What the inputs of a row are made from. */
interface RowParts {
  readonly scores: readonly number[];
  readonly targets: readonly number[];
  readonly others: readonly number[];
  readonly mask: readonly number[];
}

function logSoftmax(scores: readonly number[]): number[] {
  const all = logSumExp(scores);
  return scores.map((score) => (all === none ? none : score - all));
}

/** A row of an input of this kind. */
function rowOf(input: string, kind: ValueKind, { scores, targets, others, mask }: RowParts): number[] {
  if (kind === "mask") return [...mask];
  if (input === "targets") return kind === "logits" ? targets.map(Math.log) : [...targets];
  if (input === "teacherLogits") return [...others];
  if (input === "logTargets") return logSoftmax(others);
  if (input === "logits" || kind === "real") return [...scores];
  if (scores.some(Number.isNaN)) return [...scores];
  if (kind !== "logits") return softmax(scores).map((p, c) => (p === 0 && c % 2 === 1 ? -0 : p));
  return logSoftmax(scores);
}

/** The flavours of rows that this loss can take with these inputs. */
function rowFlavours(
  kinds: Readonly<Record<string, InputKind>>,
  names: readonly string[],
  set: SetName,
): string[] {
  const hasMask = names.some((name) => kinds[name] === "mask");
  const hasMasks = names.some((name) => kinds[name] === "logits");
  const isIgnoring = names.includes("labels");
  if (set === "still") return [...(hasMasks || hasMask ? ["blank"] : []), ...(isIgnoring ? ["ignored"] : [])];
  if (set === "vast") return ["vast", "plain", "sure"];
  const ordinary = ["plain", "tied", "level", "zero", "outlier", "saturated", "sure", "unsure", "shifted"];
  if (hasMasks) ordinary.push("masked", "blank");
  if (hasMask) ordinary.push("left", "blank");
  if (names.some((name) => name === "teacherLogits" || name === "logTargets")) ordinary.push("near");
  if (isIgnoring) ordinary.push("ignored");
  if (set === "endless" && hasMasks) ordinary.push("endless");
  return set === "broken" ? [...ordinary, "broken", "broken"] : ordinary;
}

/** A set for a rowwise loss with the inputs `names`. */
export function hardRows(
  loss: Loss,
  names: readonly string[],
  { classes, itemShape, classAxis }: RowShape,
  set: SetName,
  seed: number,
): HardSet {
  const kinds = kindsOf(loss);
  const definition = definitionOfLoss(loss);
  const perRow = "perRow" in definition ? definition.perRow : [];
  const isOfItems = (name: string) => kinds[name] === "labels" || perRow.includes(name);
  const areVectors = isOfVectors(definition);
  const lists = names.filter((name) => !isOfItems(name));
  const offered = areVectors
    ? flavoursOfVectors(lists.length, set === "vast", set === "broken")
    : rowFlavours(kinds, names, set);
  const random = randomFrom(seed);
  // What few losses have is drawn apart, so that the others' rows stay what they were.
  const apart = randomFrom(seed + 7919);
  const items = sizeOf(itemShape);
  const before = classAxis === -1 ? itemShape.length : classAxis;
  const shape = [...itemShape.slice(0, before), classes, ...itemShape.slice(before)];
  const inner = sizeOf(itemShape.slice(before));
  const inputs: Record<string, HardInput> = {};
  for (const name of names) {
    inputs[name] =
      kinds[name] === "labels"
        ? { shape: itemShape, values: new Int32Array(items) }
        : isOfItems(name)
          ? { shape: itemShape, values: new Float64Array(items) }
          : { shape, values: new Float64Array(items * classes) };
  }
  const flavours = Array.from({ length: items }, (_, item) => {
    const flavour = offered[(item + seed) % offered.length] as string;
    const lead = Math.floor(random() * classes);
    const scored = scoresOf[flavour] ?? (scoresOf.plain as (typeof scoresOf)[string]);
    const scores = Array.from({ length: classes }, (_, c) => scored(random, lead, classes, c));
    const again = () => Array.from({ length: classes }, (_, c) => scored(apart, lead, classes, c));
    const parts: RowParts = {
      scores,
      targets: targetsOf(flavour, scores, lead, random),
      others: othersOf(flavour, scores, again, apart),
      mask: maskOf(flavour, lead, classes, apart),
    };
    const vectors = areVectors ? hardVectors(lists.length, classes, flavour, random) : undefined;
    for (const [name, { values }] of Object.entries(inputs)) {
      const kind = kinds[name] as InputKind;
      if (kind === "labels") {
        values[item] = flavour === "ignored" ? Number(loss.params.ignoreIndex) : lead;
        continue;
      }
      if (isOfItems(name)) {
        // Every flavour meets every edge in turn, and what lies between.
        const turn = Math.floor(item / offered.length);
        const all = [...edges[kind as ValueKind], draw[kind as ValueKind](random)];
        values[item] = all[turn % all.length] as number;
        continue;
      }
      const row = vectors?.[lists.indexOf(name)] ?? rowOf(name, kind as ValueKind, parts);
      for (const [c, value] of row.entries()) {
        values[(Math.floor(item / inner) * classes + c) * inner + (item % inner)] = value;
      }
    }
    if (flavour === "broken") spoil(item);
    return flavour;
  });
  const itemOf = (element: number) => Math.floor(element / (classes * inner)) * inner + (element % inner);
  return { inputs, flavours, itemShape, itemOf };

  /** Makes one number of a row unusable. */
  function spoil(item: number): void {
    const name = pick(names, random);
    const { values } = inputs[name] as HardInput;
    if (kinds[name] === "labels") {
      values[item] = pick([classes, -1, 2 ** 31 - 1, -(2 ** 31)], random);
      return;
    }
    if (isOfItems(name)) {
      values[item] = pick([nan, infinity, none], random);
      return;
    }
    const c = Math.floor(random() * classes);
    values[(Math.floor(item / inner) * classes + c) * inner + (item % inner)] = pick(
      unusable(kinds[name]),
      random,
    );
  }
}

/** What no input of this kind may hold. */
function unusable(kind: InputKind | undefined): readonly number[] {
  if (kind === "mask") return [nan];
  return kind === "logits" ? [nan, infinity] : [nan, infinity, none];
}

/** Weights from nothing to a million; in 16 bits as far as f16 goes. */
function palette(dtype: FloatType, set: SetName): readonly number[] {
  const [tiny, huge] = dtype === "f32" ? [1e-6, 1e6] : [2 ** -10, 1024];
  return [1, 0.5, 0, tiny, 3, huge, ...(set === "broken" ? [nan] : [])];
}

/** The sample weights of a set, and the weight of each of its items. */
export function weigh(
  { itemShape, flavours }: HardSet,
  weighing: Weighing,
  dtype: FloatType,
  set: SetName,
): { readonly input: HardInput | undefined; readonly each: Float64Array } {
  const items = flavours.length;
  if (weighing === "none") return { input: undefined, each: new Float64Array(items).fill(1) };
  const shape = { full: itemShape, leading: itemShape.slice(0, 1), number: [] }[weighing];
  const list = palette(dtype, set);
  const values = new Float64Array(sizeOf(shape)).map((_, i) => list[i % list.length] as number);
  if (weighing === "number") values[0] = 1.75;
  const stride = Math.max(1, items / Math.max(1, values.length));
  const each = new Float64Array(items).map((_, item) => values[Math.floor(item / stride)] as number);
  return { input: { shape, values }, each };
}

/** Rounds to what 16 bits hold, or to f32; labels stay as they are. */
export function asTensor({ shape, values }: HardInput, dtype: FloatType): Tensor {
  return values instanceof Int32Array ? tensor(values, shape) : tensor(values, shape, { dtype });
}

/** Parameters for `length` classes, or entries of the last axis: a list is repeated or cut to that length. */
export function listsFor(loss: (params: Params) => Loss, variant: Params, length: number): Loss {
  const { family, ...definition } = definitionOfLoss(loss(variant));
  const key =
    "perClass" in definition
      ? definition.perClass
      : "perLastAxis" in definition
        ? definition.perLastAxis
        : "";
  const list = variant[key ?? ""];
  if (!Array.isArray(list)) return loss(variant);
  return loss({ ...variant, [key ?? ""]: Array.from({ length }, (_, i) => list[i % list.length]) });
}
