import type { RowwiseLayout } from "../check/layout.js";
import type { RowwiseDefinition } from "../definition.js";
import type { RowReference, RowResult } from "./shapes.js";
import { canUse, type Given, isClass, noSlopes, type Term, twinOf, type Walk } from "./walk.js";

type RowTerm = Term<RowwiseDefinition, RowwiseLayout>;

/** Where the entries of a row lie, and which of them an input of kind `mask` leaves out. */
interface Place {
  readonly row: number;
  readonly at: (c: number) => number;
  readonly excluded: Uint8Array;
}

/** The loss of every row, and its slopes. Ignored rows, and rows masked throughout, are left alone. */
export function walkRowwise(term: RowTerm): Walk {
  const { definition, params, layout, inputs } = term;
  const { items, classes, inner } = layout;
  const twin = twinOf(definition.name) as RowReference;
  const labels = Object.values(inputs).find(({ kind }) => kind === "labels");
  const lists = Object.entries(inputs).filter(
    ([name, { kind }]) => kind !== "labels" && !definition.perRow.includes(name),
  );
  const perRow = Object.entries(inputs).filter(([name]) => definition.perRow.includes(name));
  const classShares = definition.perClassDivides && labels ? params[definition.perClass ?? ""] : undefined;
  const gradients = definition.gradients.filter((name) => inputs[name]);
  const walk: Walk = {
    values: new Float64Array(items),
    plain: new Float64Array(items),
    counted: new Uint8Array(items),
    shares: new Float64Array(items),
    slopes: Object.fromEntries(gradients.map((name) => [name, noSlopes(items * classes)])),
    outputs: Object.fromEntries(definition.outputs.map((name) => [name, new Float64Array(items)])),
    itemOf: (element) => Math.floor(element / (classes * inner)) * inner + (element % inner),
  };
  const checkWeight = weightCheck(term);

  for (let row = 0; row < items; row++) {
    const at = (c: number) => (Math.floor(row / inner) * classes + c) * inner + (row % inner);
    const place = { row, at, excluded: excludedEntries(lists, classes, at) };
    const label = labels?.values[row];
    const isCounted =
      (label === undefined || label !== params.ignoreIndex) &&
      !lists.some(([, given]) => every(classes, (c) => isOut(given, c, place)));
    for (const [name, { still }] of Object.entries(walk.slopes)) {
      for (let c = 0; c < classes; c++) still[at(c)] = !isCounted || isOut(inputs[name], c, place) ? 1 : 0;
    }
    if (!isCounted) continue;
    walk.counted[row] = 1;
    walk.shares[row] = Array.isArray(classShares) ? (classShares[label ?? -1] ?? Number.NaN) : 1;
    checkWeight(row);
    checkRow(term, place);
    const usable =
      (label === undefined || isClass(label, classes)) &&
      perRow.every(([name, given]) => canUse(given, numberOf(term, name, row))) &&
      lists.every(([, given]) =>
        every(classes, (c) => place.excluded[c] === 1 || canUse(given, entry(given, c, at))),
      );
    const values = Object.fromEntries(lists.map(([name, given]) => [name, readRow(given, place)]));
    const numbers = Object.fromEntries(perRow.map(([name]) => [name, numberOf(term, name, row)]));
    write(walk, place, usable ? twin(params, { values, numbers, label, classes }) : undefined);
  }
  return walk;
}

/** Where a row's number of an input lies: one number may serve all rows. */
const placeOf = ({ layout }: RowTerm, name: string, row: number): number =>
  layout.broadcast.includes(name) ? 0 : row;

const numberOf = (term: RowTerm, name: string, row: number): number =>
  term.inputs[name]?.values[placeOf(term, name, row)] as number;

const entry = ({ values }: Given, c: number, at: Place["at"]): number => values[at(c)] as number;

/** Whether an entry is masked: by a −Infinity logit, or by the mask. */
function isOut(given: Given | undefined, c: number, { at, excluded }: Place): boolean {
  return excluded[c] === 1 || (given?.kind === "logits" && entry(given, c, at) === Number.NEGATIVE_INFINITY);
}

function every(count: number, holds: (index: number) => boolean): boolean {
  for (let index = 0; index < count; index++) if (!holds(index)) return false;
  return true;
}

/** 1 where an input of kind `mask` is 0. */
function excludedEntries(
  lists: readonly (readonly [string, Given])[],
  classes: number,
  at: Place["at"],
): Uint8Array {
  const masks = lists.filter(([, { kind }]) => kind === "mask");
  return new Uint8Array(classes).map((_, c) => (masks.some(([, mask]) => entry(mask, c, at) === 0) ? 1 : 0));
}

/** A row of an input. Entries left out are not read for their value: a NaN there must not spread. */
function readRow(given: Given, { at, excluded }: Place): Float64Array {
  const unread = given.kind === "logits" ? Number.NEGATIVE_INFINITY : 0;
  return new Float64Array(excluded.length).map((_, c) => (excluded[c] === 1 ? unread : entry(given, c, at)));
}

/** A row that could not be computed is NaN, but for what is masked. */
function write(walk: Walk, { row, at, excluded }: Place, result: RowResult | undefined): void {
  walk.values[row] = result ? result.value : Number.NaN;
  walk.plain[row] = result?.plain?.value ?? 0;
  for (const [name, output] of Object.entries(walk.outputs)) {
    output[row] = result ? (result.outputs?.[name] as number) : Number.NaN;
  }
  for (const [name, { values, plain, still }] of Object.entries(walk.slopes)) {
    for (let c = 0; c < excluded.length; c++) {
      const index = at(c);
      if (still[index]) continue;
      values[index] = result ? (result.gradients[name]?.[c] as number) : Number.NaN;
      plain[index] = result?.plain?.gradients[name]?.[c] ?? 0;
    }
  }
}

function checkRow(term: RowTerm, { row, at, excluded }: Place): void {
  const { definition, inputs, params, layout, faults } = term;
  const { classes } = layout;
  for (const [name, given] of Object.entries(inputs)) {
    if (definition.perRow.includes(name)) {
      if (row === 0 || !layout.broadcast.includes(name)) faults.check(given, placeOf(term, name, row));
      continue;
    }
    if (given.kind === "labels") {
      faults.check(given, row, { classes, ignoreIndex: params.ignoreIndex as number });
      continue;
    }
    for (let c = 0; c < classes; c++) {
      if (excluded[c] !== 1 || given.kind === "mask") faults.check(given, at(c));
    }
  }
}

/** Checks the weight of a row that counts, once where it serves several. */
function weightCheck({ layout, weights, faults }: RowTerm): (row: number) => void {
  if (!weights || !layout.weights) return () => {};
  const { stride } = layout.weights;
  const seen = new Set<number>();
  return (row) => {
    const index = Math.floor(row / stride);
    if (!seen.has(index)) faults.check(weights, index);
    seen.add(index);
  };
}
