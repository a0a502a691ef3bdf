import type { InputKind, ItemsDefinition, Params, Shapes } from "../definition.js";
import { ShapeError } from "../errors.js";
import type { MetricWork, PieceRecord } from "../metric.js";
import { showShape } from "../tensor.js";
import type { Totals } from "../totals/rule.js";
import { descriptor, usualItems } from "./define.js";
import { planSorted } from "./sortedPlan.js";

/** What a file in `metrics/` says of a metric of scores in order. */
export interface SortedSpec {
  /** WGSL: the struct `<bodyName>State` and Empty, One and Merge; Step too, of a metric that walks. */
  readonly body: string;
  readonly bodyName: string;
  /** Words of the state. */
  readonly words: number;
  /** What is left are not states but pairs (what the steps come to, what is positive) of a second walk. */
  readonly walks: boolean;
  /** What the segments left, in order → totals. */
  readonly totalsOf: (words: Uint32Array) => Totals;
}

export interface SortedDefinition extends ItemsDefinition, SortedSpec {}

/** What runs for scores in order. */
export function sortedWork(
  name: string,
  params: Params,
  given: readonly string[],
  spec: SortedSpec,
): MetricWork {
  const values: Readonly<Record<string, InputKind>> = {
    scores: "real",
    logits: "logits",
    probabilities: "unit",
  };
  const [value = ""] = Object.keys(values).filter((key) => given.includes(key));
  const definition: SortedDefinition = {
    ...usualItems,
    name,
    family: "sorted",
    inputs: { [value]: values[value] ?? "real", targets: "binary" },
    gradients: [],
    params: {},
    formula: "",
    citation: "",
    arrange: (_params, shapes) => arrange(name, value, shapes),
    instead: `give bins, as in ${name}({ bins: 65536 }), which keeps a histogram`,
    plan: planSorted,
    ...spec,
  };
  const totalsOf = ({ totals, words }: PieceRecord): Totals => ({
    ...spec.totalsOf(words),
    broken: totals.flags & 1,
  });
  return { loss: descriptor(name, params, definition), reduction: "mean", totalsOf };
}

/** All items belong together: a score's place is among all others. */
function arrange(name: string, value: string, shapes: Shapes) {
  const [shape, other] = [shapes[value]?.shape ?? [], shapes.targets?.shape ?? []];
  if (showShape(shape) !== showShape(other)) {
    throw new ShapeError(
      `${name}: ${value} has shape ${showShape(shape)} and targets ${showShape(other)}; give both the same shape.`,
    );
  }
  return { itemShape: shape, sizes: {} };
}
