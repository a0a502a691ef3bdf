import type { ItemsLayout } from "../check/layout.js";
import type { Definition, ItemsDefinition } from "../definition.js";
import { UnsupportedError } from "../errors.js";
import type { ItemRange, Plan, PlanRequest } from "../plan/plan.js";
import { dtypeBytes } from "../tensor.js";
import { Products } from "./linearProducts.js";

/** Bytes of a chunk, where a row is not longer; with the partial sums beside it, 32 MiB. */
const chunkBytes = 27 * 2 ** 20;

/** What the plan of a product's loss is told beside the request. */
export interface InnerLoss {
  readonly definition: Definition;
  /** The name of the input that the product takes the place of. */
  readonly input: string;
  readonly params: PlanRequest["params"];
}

/**
 * A loss of X·W + b, a chunk of rows at a time: the product's rows into a scratch buffer, the inner loss's own
 * kernels over them, which leave their gradient in its place, and from it the rows of dX and what is added
 * to dW and db. The whole product is nowhere.
 */
export function planLinear(request: PlanRequest, { definition, input, params }: InnerLoss): Plan {
  const { inputs, gradients, layout, divisorOnly } = request;
  const { inner = layout, sizes } = layout as ItemsLayout;
  const { rows = 0, features = 0, columns = 0 } = sizes;
  const isOverBatch = (definition as { overBatch?: boolean }).overBatch === true;
  const most = rowsOfChunk(request, isOverBatch);
  const classes = inner.family === "rowwise" && !isOverBatch ? classesOfChunk(request) : undefined;
  assertBindable(request, classes ?? columns);
  const products = new Products(request, most, classes ?? columns);
  // Elements, rows, or, where the items are columns, all of them at once.
  const perRow = inner.family === "elementwise" ? columns : 1;
  const step = isOverBatch ? inner.items : perRow;
  const rowsOf = ({ first, count }: ItemRange): ItemRange =>
    isOverBatch ? { first: 0, count: rows } : { first: first / perRow, count: count / perRow };
  const own = ["inputs", "weightMatrix", "bias"].filter((name) => inputs[name]);
  const made = gradients.length > 0 && !divisorOnly ? [input] : [];
  const plan = definition.plan({
    ...request,
    definition: renamed(definition, request.definition.name, input),
    params,
    layout: inner,
    inputs: { ...inputs, [input]: { elements: rows * columns, dtype: "f32", padded: true, offset: 0 } },
    gradients: made,
    gradientDtypes: { [input]: "f32" },
    inPlace: made,
    accumulated: [],
    streamed: {
      input,
      bytes: products.chunkBytes,
      items: isOverBatch ? inner.items : most * perRow,
      step,
      ...(classes ? { classes } : {}),
      before: (range, span) => products.forward(rowsOf(range), span),
      after: (range, span) => products.backward(rowsOf(range), span),
      checked: Object.fromEntries(own.map((name) => [name, name === "inputs" ? features : 0])),
    },
  });
  const packs = made.length > 0 ? products.finish() : [];
  return { ...plan, buffers: { ...plan.buffers, ...products.buffers }, steps: [...plan.steps, ...packs] };
}

/** As many rows as a chunk takes, in chunks that are as good as equal. */
function rowsOfChunk({ definition, device, layout }: PlanRequest, isOverBatch: boolean): number {
  const { rows = 0, columns = 0 } = (layout as ItemsLayout).sizes;
  const fits = Math.max(1, Math.floor(Math.min(chunkBytes, device.maxBindingSize) / (4 * columns)));
  if (isOverBatch && rows > fits) {
    throw new UnsupportedError(
      `${definition.name}: this loss sums over the batch, and ${rows} rows of ${columns} columns are not held at once; give at most ${fits} rows.`,
    );
  }
  return Math.max(1, Math.ceil(rows / Math.max(1, Math.ceil(rows / fits))));
}

/** Of a row that is longer than a chunk, how many classes a chunk takes; in fours, as rows are read. */
function classesOfChunk({ device, layout }: PlanRequest): number | undefined {
  const { columns = 0 } = (layout as ItemsLayout).sizes;
  const fits = Math.floor(Math.min(chunkBytes, device.maxBindingSize - 256) / 16) * 4;
  return columns > fits ? fits : undefined;
}

function assertBindable({ definition, inputs, gradients, device }: PlanRequest, width: number): void {
  const lists = ["inputs", "weightMatrix", "bias"].map((name) => {
    const { elements = 0, dtype = "f32" } = inputs[name] ?? {};
    return [name, elements * (gradients.includes(name) ? 4 : dtypeBytes(dtype))] as const;
  });
  for (const [name, bytes] of [...lists, ["a row of the product", 4 * width] as const]) {
    if (bytes <= device.maxBindingSize) continue;
    throw new UnsupportedError(
      `${definition.name}: ${name} takes ${bytes} bytes and one binding of this device ${device.maxBindingSize}; give fewer rows at a time, or use a device with larger bindings.`,
    );
  }
}

/** The inner loss under the outer one's name. What is computed is not masked: −Infinity there is an overflow. */
function renamed(definition: Definition, name: string, input: string): Definition {
  const { kinds } = definition as Partial<ItemsDefinition>;
  return {
    ...definition,
    name,
    inputs: { ...definition.inputs, [input]: "real" },
    ...(kinds ? { kinds: (params) => ({ ...kinds(params), [input]: "real" }) } : {}),
  } as Definition;
}
