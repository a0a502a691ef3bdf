import type { InputKind, ItemsDefinition, Params, Shapes } from "../definition.js";
import { ShapeError } from "../errors.js";
import type { MetricWork, PieceRecord } from "../metric.js";
import { showShape } from "../tensor.js";
import type { Totals } from "../totals/rule.js";
import { variance } from "../totals/variance.js";
import { descriptor, usualItems } from "./define.js";
import { momentFields, planMoments } from "./momentsPlan.js";

/** What a file in `metrics/` says of a metric that is made of means and distances from them. */
export interface MomentsSpec {
  readonly name: string;
  readonly params: Params;
  /** Two inputs of one shape. */
  readonly inputs: Readonly<Record<string, InputKind>>;
  /** WGSL: the struct `<bodyName>State` with `momentFields`, and Empty, One and Merge. */
  readonly body: string;
  readonly bodyName: string;
}

export interface MomentsDefinition extends ItemsDefinition, Pick<MomentsSpec, "body" | "bodyName"> {}

/** What runs for moments of these inputs. */
export function momentsWork({ name, params, inputs, body, bodyName }: MomentsSpec): MetricWork {
  const definition: MomentsDefinition = {
    ...usualItems,
    name,
    family: "moments",
    inputs,
    gradients: [],
    params: {},
    formula: "",
    citation: "",
    arrange: (_params, shapes) => arrange(name, Object.keys(inputs), shapes),
    plan: planMoments,
    body,
    bodyName,
  };
  return { loss: descriptor(name, params, definition), reduction: "mean", totalsOf };
}

function arrange(name: string, [first = "", second = ""]: readonly string[], shapes: Shapes) {
  const [shape, other] = [shapes[first]?.shape ?? [], shapes[second]?.shape ?? []];
  if (showShape(shape) !== showShape(other)) {
    throw new ShapeError(
      `${name}: ${first} has shape ${showShape(shape)} and ${second} ${showShape(other)}; give both the same shape.`,
    );
  }
  return { itemShape: shape, sizes: {}, perItem: { [first]: 1, [second]: 1 } };
}

const none: Totals = { weight: 0, mean: 0, spread: 0, residual: 0, broken: 0 };

/** What the workgroups left, merged in float64. */
function totalsOf({ totals, words }: PieceRecord): Totals {
  const numbers = new Float32Array(words.buffer);
  const length = momentFields.length;
  let all = none;
  for (let first = 0; first + length <= numbers.length; first += length) {
    const [pivot = 0, weight = 0, mean = 0, spread = 0, residual = 0] = numbers.subarray(
      first,
      first + length,
    );
    all = variance.merge(all, { weight, mean: pivot + mean, spread, residual, broken: 0 });
  }
  // Squares beyond the numbers of f32 are as good as an item that cannot be computed with.
  const isWhole = (totals.flags & 1) === 0 && Object.values(all).every(Number.isFinite);
  return isWhole ? all : { ...none, broken: 1 };
}
