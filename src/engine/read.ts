import { decodeHalf } from "../check/half.js";
import type { GpuContext } from "../gpu/context.js";
import type { Realised } from "../gpu/realised.js";
import type { Plan } from "../plan/plan.js";
import { readTotals } from "../plan/totals.js";
import { type DType, elementCount, isHalf, storedBytes } from "../tensor.js";
import type { Compiled, CompiledLoss, Stage } from "./compiled.js";
import { faultError } from "./faults.js";
import type { Variants } from "./variants.js";

/** What `step.read` brings to the host. */
export interface StepRead {
  /** A number, or one per item under "none". */
  readonly loss: number | Float32Array;
  readonly count: number;
  /** With `{ gradients: true }`, those that have a buffer of their own. */
  readonly gradients?: Readonly<Record<string, Float32Array>>;
  readonly outputs?: Readonly<Record<string, Float32Array>>;
  /** Of a weighted sum: each term's loss, unweighted; under "none" one per item. */
  readonly terms?: readonly (number | Float32Array)[];
}

/** Reads loss and count, and under `checkInputs` what was found faulty. */
export async function readStep(
  gpu: GpuContext,
  step: CompiledLoss,
  { definition, inputs, options, items, accumulates }: Compiled,
  stages: readonly Stage[],
  withGradients: boolean,
): Promise<StepRead> {
  const isNone = options.reduction === "none";
  const checked = options.checkInputs ? stages : [];
  const gradients = withGradients ? Object.entries(step.gradients) : [];
  const outputs = Object.entries(step.outputs);
  const dtypeOf = (name: string): DType => (accumulates ? "f32" : (inputs[name]?.dtype ?? "f32"));
  const terms = definition.sum?.terms ?? 0;
  const perTerm = isNone ? items : 1;
  const bytes = await gpu.read([
    { buffer: step.loss, offset: 0, size: isNone ? 4 * items : 4 },
    { buffer: step.count, offset: 0, size: 8 },
    ...checked.map(({ variants, places }) => ({
      buffer: (places.totals as { buffer: GPUBuffer }).buffer,
      offset: 0,
      size: 4 * totalsPlan(variants).totals.length,
    })),
    ...gradients.map(([name, buffer]) => ({
      buffer,
      offset: 0,
      size: storedBytes(inputs[name]?.shape ?? [], dtypeOf(name)),
    })),
    ...outputs.map(([, buffer]) => ({ buffer, offset: 0, size: 4 * items })),
    ...(step.terms ? [{ buffer: step.terms, offset: 0, size: 4 * terms * perTerm }] : []),
  ]);
  let next = 0;
  const take = (): ArrayBuffer => bytes[next++] ?? new ArrayBuffer(0);
  const values = new Float32Array(take());
  const [low = 0, high = 0] = new Uint32Array(take());
  for (const { variants, names, request } of checked) {
    const { words } = readTotals(totalsPlan(variants), take());
    const error = faultError(definition, names, request, words);
    if (error) throw error;
  }
  const result: Record<string, Float32Array> = {};
  for (const [name] of gradients) {
    const dtype = dtypeOf(name);
    const data = take();
    result[name] = isHalf(dtype)
      ? decodeHalf(new Uint16Array(data).subarray(0, elementCount(inputs[name]?.shape ?? [])), dtype)
      : new Float32Array(data);
  }
  const extra = Object.fromEntries(outputs.map(([name]) => [name, new Float32Array(take())]));
  const told = step.terms ? new Float32Array(take()) : undefined;
  return {
    ...(told ? { terms: termsIn(told, terms, isNone) } : {}),
    loss: isNone ? values : (values[0] ?? 0),
    count: high * 2 ** 32 + low,
    ...(withGradients ? { gradients: result } : {}),
    ...(outputs.length ? { outputs: extra } : {}),
  };
}

/** Each term's loss; under "none" one per item of each. */
function termsIn(told: Float32Array, terms: number, isNone: boolean): (number | Float32Array)[] {
  if (!isNone) return [...told];
  const items = told.length / Math.max(1, terms);
  return Array.from({ length: terms }, (_, term) => told.slice(term * items, (term + 1) * items));
}

/** Every variant leaves the same totals. */
function totalsPlan(variants: Variants): Plan {
  return (variants.all[0] as Realised).plan;
}
