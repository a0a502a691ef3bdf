import { layoutOf } from "../check/layout.js";
import type { Arrangement, InputKind, ItemsDefinition, Params, Shapes } from "../definition.js";
import { ShapeError } from "../errors.js";
import type { MetricWork } from "../metric.js";
import { elementCount, showShape } from "../tensor.js";
import { descriptor, usualItems } from "./define.js";
import { planLedger } from "./ledgerPlan.js";
import { ledgerSums } from "./ledgerSums.js";
import { topClass } from "./topClass.js";

/** The inputs of which a row's class is told, or an element's place in [0, 1]. */
const values: Readonly<Record<string, InputKind>> = {
  logits: "logits",
  probabilities: "unit",
  predictedLabels: "labels",
  scores: "real",
};

/** What a file in `metrics/` says of a metric that is made of counts and sums in bins. */
export interface LedgerSpec {
  readonly name: string;
  readonly params: Params;
  /** The inputs given. */
  readonly given: readonly string[];
  /** WGSL: `<bodyName>OfLabels` of rows and `<bodyName>OfTargets` of elements, each an array of entries. */
  readonly body: string;
  readonly bodyName: string;
  /** Entries of an item. */
  readonly entries: number;
  /** Numbers that the body takes as its parameters. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** How many columns there are, if not one per class: bins. */
  readonly bins?: number;
  /** The classes of `predictedLabels`, and what all others must agree with. */
  readonly classes?: number | undefined;
  /** Whether rows are to tell how probable their class is. */
  readonly confidence?: boolean;
  /** The lists of counters by name, one after the other, each one per column; `square`: per pair of columns. */
  readonly lists: readonly string[];
  readonly square?: boolean;
  /** Refuses a number of columns. */
  readonly checkColumns?: (columns: number, isLabelled: boolean) => void;
}

export interface LedgerDefinition extends ItemsDefinition, Pick<LedgerSpec, "body" | "bodyName" | "entries"> {
  readonly confidence: boolean;
}

/** What runs for a ledger of these inputs. */
export function ledgerWork(spec: LedgerSpec): MetricWork {
  const { name, given, body, bodyName, entries, numbers = {}, confidence = false, lists } = spec;
  const kinds = Object.fromEntries(
    Object.entries({ ...values, labels: "labels", targets: "binary" } as const).filter(([key]) =>
      given.includes(key),
    ),
  );
  const definition: LedgerDefinition = {
    ...usualItems,
    name,
    family: "ledger",
    inputs: kinds,
    gradients: [],
    params: {},
    reductions: ["mean", "weightedMean"],
    formula: "",
    citation: "",
    numbers: () => numbers,
    arrange: (params, shapes) => arrange(spec, params, shapes),
    wanted: (_params, input, { columns }) =>
      given.includes("predictedLabels") && kinds[input] === "labels"
        ? `a class index in [0, ${columns})`
        : undefined,
    plan: planLedger,
    body,
    bodyName,
    entries,
    confidence,
  };
  return {
    loss: descriptor(name, spec.params, definition),
    reduction: "mean",
    totalsOf: (record) => ledgerSums(record, lists),
  };
}

function arrange(spec: LedgerSpec, params: Params, shapes: Shapes): Arrangement {
  const { name, given, lists, square = false } = spec;
  const value = Object.keys(values).find((key) => given.includes(key)) ?? "";
  const shape = shapes[value]?.shape ?? [];
  const other = shapes.labels ? "labels" : "targets";
  const isRows = other === "labels" && value !== "predictedLabels";
  const inner = isRows ? layoutOf(topClass(name), { ...params, classAxis: -1 }, shapes) : undefined;
  if (!inner) checkShape(name, value, shape, other, shapes[other]?.shape ?? []);
  const classes = inner?.family === "rowwise" ? inner.classes : columnsOf(spec, shape, other);
  if (spec.classes !== undefined && spec.classes !== classes) {
    throw new ShapeError(
      `${name}: ${value} has shape ${showShape(shape)} and classes is ${spec.classes}; the last axis must have one entry per class.`,
    );
  }
  spec.checkColumns?.(classes, other === "labels");
  const columns = spec.bins ?? classes;
  return {
    itemShape: inner?.itemShape ?? shape,
    sizes: { classes, columns, counters: lists.length * (square ? columns * columns : columns) },
    perItem: { [value]: isRows ? classes : 1, [other]: 1 },
    // A mark and a confidence of each row.
    ...(isRows ? { scratchPerItem: { held: 16, bound: 4 } } : {}),
    inner,
  };
}

/** The columns of elements: the last axis of [N, C], one column of [N]. */
function columnsOf({ classes }: LedgerSpec, shape: readonly number[], other: string): number {
  if (other === "labels") return classes ?? 1;
  return shape.length > 1 ? (shape.at(-1) ?? 1) : 1;
}

function checkShape(
  name: string,
  value: string,
  shape: readonly number[],
  other: string,
  found: readonly number[],
): void {
  if (showShape(shape) === showShape(found) || (elementCount(shape) === 1 && elementCount(found) === 1))
    return;
  throw new ShapeError(
    `${name}: ${value} has shape ${showShape(shape)} and ${other} ${showShape(found)}; give both the same shape.`,
  );
}
