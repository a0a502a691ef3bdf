import { definitionIn, kindsOf } from "../check/descriptor.js";
import { resolveInputs, type Source } from "../check/inputs.js";
import { type Layout, layoutOf, type RowwiseLayout } from "../check/layout.js";
import type { MetricWork } from "../metric.js";
import { readNumbers } from "./read.js";
import { canUse, Faults, type Given, isClass } from "./walk.js";

/** An item that counts. */
export interface MetricItem {
  /** The numbers of its classes; of an element one number. */
  readonly values: Float64Array;
  /** Its label or its target. */
  readonly truth: number;
  readonly weight: number;
  /** Which column an element lies in. */
  readonly column: number;
}

/** What a metric's reference is given. */
export interface MetricItems {
  readonly items: readonly MetricItem[];
  /** The input that `values` are of. */
  readonly input: string;
  /** Classes of rows, columns of elements. */
  readonly columns: number;
  /** Whether `truth` is a label. */
  readonly isLabelled: boolean;
  /** An item cannot be computed with: all that comes of it is NaN. */
  readonly isBroken: boolean;
}

/** The items that count, with what `checkInputs` refuses found and thrown. */
export function itemsOf(
  { loss }: MetricWork,
  inputs: Readonly<Record<string, unknown>>,
  checkInputs: boolean,
): MetricItems {
  const definition = definitionIn(loss);
  const { params } = loss;
  const kinds = kindsOf(definition, params);
  const sources = resolveInputs(definition, kinds, inputs);
  const layout = layoutOf(definition, params, sources);
  const read = (name: string): Given => ({
    name,
    kind: kinds[name] ?? "real",
    values: readNumbers(sources[name] as Source),
  });
  const [input = "", truth = ""] = Object.keys(sources);
  const walk = new Walk(
    layout,
    read(input),
    read(truth),
    sources.weights && read("weights"),
    definition.name,
    params,
  );
  const found = walk.items();
  if (checkInputs) walk.faults.raise([input, truth, "weights"]);
  return { ...found, input, isLabelled: truth === "labels" };
}

class Walk {
  readonly faults: Faults;
  readonly #rows: RowwiseLayout | undefined;
  readonly #classes: number;
  /** The weight that was looked at last: it may serve several items. */
  #lastWeight = -1;

  constructor(
    readonly layout: Layout,
    readonly value: Given,
    readonly truth: Given,
    readonly weights: Given | undefined,
    name: string,
    readonly params: Readonly<Record<string, unknown>>,
  ) {
    this.faults = new Faults(name);
    const rows = layout.family === "rowwise" ? layout : "inner" in layout ? layout.inner : undefined;
    this.#rows = rows as RowwiseLayout | undefined;
    this.#classes = this.#rows?.classes ?? ("sizes" in layout ? (layout.sizes.classes ?? 1) : 1);
  }

  items(): Pick<MetricItems, "items" | "columns" | "isBroken"> {
    const items: MetricItem[] = [];
    let isBroken = false;
    for (let index = 0; index < this.layout.items; index++) {
      const values = this.#valuesAt(index);
      const truth = this.truth.values[this.truth.values.length === 1 ? 0 : index] as number;
      if (!this.#counts(values, truth)) continue;
      const stride = this.layout.weights?.stride ?? 1;
      const weight = this.weights ? (this.weights.values[Math.floor(index / stride)] as number) : 1;
      this.#check(index, stride);
      const isUsable =
        Number.isFinite(weight) &&
        values.every((value) => canUse(this.value, value)) &&
        (this.truth.kind === "labels" ? isClass(truth, this.#classes) : Number.isFinite(truth)) &&
        (this.value.kind !== "labels" || isClass(values[0] as number, this.#classes));
      if (isUsable) items.push({ values, truth, weight, column: index % this.#classes });
      else isBroken = true;
    }
    return { items, columns: this.#classes, isBroken };
  }

  #valuesAt(index: number): Float64Array {
    const { values } = this.value;
    if (!this.#rows) return values.slice(...(values.length === 1 ? [0, 1] : [index, index + 1]));
    return values.slice(index * this.#classes, (index + 1) * this.#classes);
  }

  /** Neither ignored nor masked throughout. */
  #counts(values: Float64Array, truth: number): boolean {
    if (this.truth.kind === "labels" && truth === this.params.ignoreIndex) return false;
    return !(this.#rows && values.every((value) => value === Number.NEGATIVE_INFINITY));
  }

  #check(index: number, stride: number): void {
    const labels = { classes: this.#classes, ignoreIndex: Number(this.params.ignoreIndex) };
    const width = this.#rows ? this.#classes : 1;
    if (this.value.kind === "labels") {
      const isFault = !isClass(this.value.values[index] as number, this.#classes);
      this.faults.check(this.value, index, undefined, isFault, `a class index in [0, ${this.#classes})`);
    } else {
      const first = this.value.values.length === 1 ? 0 : index * width;
      for (let at = first; at < first + width; at++) this.faults.check(this.value, at);
    }
    this.faults.check(
      this.truth,
      this.truth.values.length === 1 ? 0 : index,
      this.truth.kind === "labels" ? labels : undefined,
    );
    const weight = Math.floor(index / stride);
    if (this.weights && weight !== this.#lastWeight) this.faults.check(this.weights, weight);
    this.#lastWeight = weight;
  }
}
