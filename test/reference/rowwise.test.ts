/** The float64 twins of rowwise losses: their slopes are derivatives, and they give the published figures. */
import { describe, expect, it } from "vitest";
import type { Loss, Params, RowwiseDefinition } from "../../src/definition.js";
import { definitionOf } from "../../src/definition.js";
import * as losses from "../../src/losses/index.js";
import * as references from "../../src/reference/losses/index.js";
import type { RowReference } from "../../src/reference/shapes.js";
import type { NestedNumbers } from "../../src/tensor.js";
import type { LossCases, WorkedRow } from "../cases/case.js";
import { flavours, givenSets, type HardRow, hardRow, kindsOf, paramsFor } from "../cases/hardRows.js";
import { isOfVectors } from "../cases/vectors.js";

const cases = import.meta.glob<Record<string, LossCases>>("../cases/losses/*.ts", { eager: true });

const rowwise = Object.entries(losses).flatMap(([name, make]) => {
  if (typeof make !== "function" || make.info.family !== "rowwise") return [];
  const twin = (references as Readonly<Record<string, unknown>>)[name] as RowReference;
  const own = cases[`../cases/losses/${name}.ts`]?.[name] as LossCases;
  return [{ name, make: make as (params: Params) => Loss, twin, cases: own }];
});

const definitionOfLoss = (loss: Loss): RowwiseDefinition => loss[definitionOf] as RowwiseDefinition;

/** Value and plain part together, for which the slopes must stand. */
function whole(
  twin: RowReference,
  loss: Loss,
  row: HardRow,
): { value: number; slopes: Record<string, number[]> } {
  const result = twin(loss.params, row);
  const slopes: Record<string, number[]> = {};
  for (const [name, gradient] of Object.entries(result.gradients)) {
    slopes[name] = Array.from(gradient, (g, c) => g + (result.plain?.gradients[name]?.[c] ?? 0));
  }
  return { value: result.value + (result.plain?.value ?? 0), slopes };
}

/** A step that stays in the input's domain: relative where 0 is an edge. */
function stepOf(kind: string | undefined, name: string, value: number): number {
  const isAtEdge = kind === "unit" || kind === "nonNegative" || name === "targets";
  return isAtEdge && kind !== "logits" ? 1e-4 * value : 1e-5;
}

/** Where a slope is a convention, or too near the edge of its domain for differences to see. */
function isConvention(kind: string | undefined, value: number): boolean {
  if (value === Number.NEGATIVE_INFINITY) return true;
  if (kind === "nonNegative") return value < 1e-4;
  return kind === "unit" && value < 1e-9;
}

/** Rows are seeded, and none lies so near a kink that a step crosses it. */
function slopeComplaints(twin: RowReference, loss: Loss, row: HardRow): string[] {
  const { slopes } = whole(twin, loss, row);
  const kinds = kindsOf(loss);
  return Object.entries(slopes).flatMap(([name, slope]) => {
    const values = row.values[name] as Float64Array;
    const size = Math.max(...slope.map(Math.abs), 1e-3);
    return slope.flatMap((found, c) => {
      const value = values[c] as number;
      if (isConvention(kinds[name], value)) return [];
      // Lengths and angles of small vectors bend within a small step.
      const ofVector = row.flavour === "level" ? 1e-8 : 1e-5;
      const step = isOfVectors(definitionOfLoss(loss)) ? ofVector : stepOf(kinds[name], name, value);
      const moved = (by: number): number => {
        const copy = values.slice();
        copy[c] = value + by;
        return whole(twin, loss, { ...row, values: { ...row.values, [name]: copy } }).value;
      };
      const wanted = (moved(step) - moved(-step)) / (2 * step);
      // What is left of two losses of this size, rounded, that a small step has between them.
      const rounding = (1e-15 * Math.abs(moved(0))) / step;
      return Math.abs(found - wanted) <= 2e-6 * size + rounding
        ? []
        : [`${name}[${c}] of ${row.classes} (${row.flavour}): ${found}, differences say ${wanted}`];
    });
  });
}

describe.each(rowwise)("$name", ({ make, twin, cases: own }) => {
  const settings = own.variants.flatMap((variant) =>
    givenSets(definitionOfLoss(make({})), own.given).map((names) => ({ variant, names })),
  );

  it.each(settings)("slope is the derivative: $variant, $names", ({ variant, names }) => {
    const complaints = [1, 2, 3, 7, 40].flatMap((classes) => {
      const loss = make(paramsFor(variant, classes));
      return flavours.flatMap((flavour, i) =>
        slopeComplaints(twin, loss, hardRow(loss, names, classes, flavour, 1000 * classes + i)),
      );
    });
    expect(complaints).toEqual([]);
  });

  it("has finite slopes on hard rows", () => {
    for (const { variant, names } of settings) {
      for (const flavour of flavours) {
        const loss = make(paramsFor(variant, 7));
        const { value, slopes } = whole(twin, loss, hardRow(loss, names, 7, flavour, 5));
        expect([value, ...Object.values(slopes).flat()].every(Number.isFinite), flavour).toBe(true);
      }
    }
  });

  it.each(own.rows)("gives the figure of $source", (worked) => {
    const found = reduce(make(worked.params ?? {}), twin, worked);
    expectClose(found.loss, [worked.loss].flat() as number[], worked.within ?? 1e-12);
    for (const [name, wanted] of Object.entries(worked.gradients ?? {})) {
      expectClose(found.gradients[name] ?? [], wanted, worked.within ?? 1e-12);
    }
  });
});

function expectClose(found: readonly number[], wanted: readonly number[], within: number): void {
  expect(found.length).toBe(wanted.length);
  const off = wanted.filter(
    (w, i) => !(found[i] === w || Math.abs((found[i] as number) - w) <= within * Math.max(1, Math.abs(w))),
  );
  expect(off, `found ${found.join(", ")} for ${wanted.join(", ")}`).toEqual([]);
}

/** Columns as rows. */
function turned<T>(rows: readonly (readonly T[])[]): T[][] {
  return (rows[0] ?? []).map((_, c) => rows.map((row) => row[c] as T));
}

/** Whether all of a row is masked, by −Infinity in one of its inputs or by its mask. */
function isBlank(kinds: ReturnType<typeof kindsOf>, values: Readonly<Record<string, Float64Array>>): boolean {
  return Object.entries(values).some(([name, list]) =>
    list.every(
      (value, c) =>
        values.mask?.[c] === 0 || (kinds[name] === "logits" && value === Number.NEGATIVE_INFINITY),
    ),
  );
}

/** Textbook reductions over [N, C] inputs: sample weights, class weights in the divisor, ignored rows out. */
function reduce(
  loss: Loss,
  twin: RowReference,
  worked: WorkedRow,
): { loss: number[]; gradients: Record<string, number[]> } {
  const definition = definitionOfLoss(loss);
  const { labels, weights, ...others } = worked.inputs as Record<string, NestedNumbers>;
  const isPerRow = ([name]: readonly [string, unknown]) => definition.perRow.includes(name);
  const perRow = Object.entries(others).filter(isPerRow);
  const lists = Object.fromEntries(
    Object.entries(others)
      .filter((entry) => !isPerRow(entry))
      .map(([name, list]) => [name, definition.overBatch ? turned(list as number[][]) : list]),
  );
  const kinds = kindsOf(loss);
  const rows = (Object.values(lists)[0] as NestedNumbers[]).length;
  const labelOf = (row: number): number | undefined => labels && (labels as number[])[row];
  const list =
    definition.perClassDivides && labels ? (loss.params[definition.perClass ?? ""] as number[]) : undefined;
  const reduction = worked.reduction ?? "none";

  const each = Array.from({ length: rows }, (_, row) => {
    const values = Object.fromEntries(
      Object.entries(lists).map(([name, all]) => [name, Float64Array.from(all[row] as number[])]),
    );
    const numbers = Object.fromEntries(perRow.map(([name, all]) => [name, all[row] as number]));
    const classes = Object.values(values)[0]?.length ?? 0;
    const label = labelOf(row);
    const counts = (label === undefined || label !== loss.params.ignoreIndex) && !isBlank(kinds, values);
    const weight = weights ? ((weights as number[])[row] ?? 1) : 1;
    return {
      classes,
      weight,
      share: counts ? (list?.[label ?? 0] ?? 1) : 0,
      count: counts ? 1 : 0,
      result: counts ? twin(loss.params, { values, numbers, label, classes }) : undefined,
    };
  });
  const over = (of: (row: (typeof each)[number]) => number): number =>
    each.reduce((sum, row) => sum + of(row), 0);
  const weighted = reduction === "weightedMean";
  const means = reduction === "mean" || weighted;
  const divisor = (means && over((row) => row.share * (weighted ? row.weight : 1))) || 1;
  const plainDivisor = (means && over((row) => row.count * (weighted ? row.weight : 1))) || 1;

  const losses = each.map(({ result, weight }) =>
    result ? weight * (result.value / divisor + (result.plain?.value ?? 0) / plainDivisor) : 0,
  );
  const gradients = Object.fromEntries(
    definition.gradients.map((name) => {
      const slopes = each.map(({ result, classes, weight }) =>
        Array.from({ length: classes }, (_, c) => {
          if (!result) return 0;
          const plain = result.plain?.gradients[name]?.[c] ?? 0;
          return weight * ((result.gradients[name]?.[c] ?? 0) / divisor + plain / plainDivisor);
        }),
      );
      return [name, (definition.overBatch ? turned(slopes) : slopes).flat()];
    }),
  );
  return { loss: reduction === "none" ? losses : [losses.reduce((a, b) => a + b, 0)], gradients };
}

describe("conventions", () => {
  const row = (values: Record<string, number[]>, label?: number): Parameters<RowReference>[1] => ({
    values: Object.fromEntries(Object.entries(values).map(([name, list]) => [name, Float64Array.from(list)])),
    numbers: {},
    label,
    classes: Object.values(values)[0]?.length ?? 0,
  });

  it("softmaxCrossEntropy's outputs: log-sum-exp, argmax = label with ties to the first, entropy", () => {
    const outputs = (values: Record<string, number[]>, label?: number) =>
      references.softmaxCrossEntropy(losses.softmaxCrossEntropy().params as never, row(values, label))
        .outputs;
    const ln2 = Math.log(2);
    const found = outputs({ logits: [ln2, 0, 0] }, 0);
    expect(found?.logSumExp).toBeCloseTo(2 * ln2, 14);
    expect(found?.entropy).toBeCloseTo(1.5 * ln2, 14);
    expect(found?.correct).toBe(1);
    expect(outputs({ logits: [3, 3, 1] }, 1)?.correct).toBe(0);
    expect(outputs({ logits: [3, 3, 1], targets: [0.5, 0.5, 0] })?.correct).toBe(1);
    expect(outputs({ logits: [1, 3, 1], targets: [0.5, 0.5, 0] })?.correct).toBe(0);
    expect(outputs({ logits: [Number.NEGATIVE_INFINITY, 5] }, 1)).toEqual({
      logSumExp: 5,
      correct: 1,
      entropy: 0,
    });
  });

  it("a class weight of 0 takes a masked label out", () => {
    const { params } = losses.softmaxCrossEntropy({ classWeights: [1, 0] });
    const masked = row({ logits: [1, Number.NEGATIVE_INFINITY] }, 1);
    expect(references.softmaxCrossEntropy(params as never, masked).value).toBe(0);
  });
});
