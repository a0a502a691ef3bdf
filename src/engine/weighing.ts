import { encodeHalf, fromBf16, fromF16 } from "../check/half.js";
import type { Source } from "../check/inputs.js";
import { checkLogVariances, logVariancesOf } from "../check/sum.js";
import type { Definition } from "../definition.js";
import type { GpuContext } from "../gpu/context.js";
import { trainedSlopes, trainedWeights } from "../plan/totals.js";
import { dtypeBytes, isGPUBuffer, isHalf } from "../tensor.js";
import type { Evaluated } from "./evaluateOne.js";
import { numberOf } from "./numberOf.js";
import { scalar } from "./scalars.js";
import type { EvaluateOptions } from "./types.js";

/** What the terms of a sum weigh, and where it comes from. */
export interface Weighing {
  readonly weights: readonly number[];
  /** The input that holds the logarithms of the variances. */
  readonly input: string | undefined;
}

/** The weights of a sum: as they are, or ½·exp(−s) of an input. */
export async function logVariances(
  gpu: GpuContext,
  found: Definition,
  sources: Readonly<Record<string, Source>>,
): Promise<Weighing> {
  const { sum, name } = found;
  const input = logVariancesOf(sum);
  const source = sources[input ?? ""];
  if (!sum || !input || !source)
    return { weights: (sum?.weights as readonly number[]) ?? [], input: undefined };
  checkLogVariances(name, input, source.shape, sum.terms);
  const { data, dtype, bits, offset } = source;
  let values: number[];
  if (isGPUBuffer(data)) {
    const bytes = Math.ceil((sum.terms * dtypeBytes(dtype)) / 4) * 4;
    const [read = new ArrayBuffer(0)] = await gpu.read([{ buffer: data, offset, size: bytes }]);
    const halves = [...new Uint16Array(read)].map(dtype === "f16" ? fromF16 : fromBf16);
    values = (isHalf(dtype) ? halves : [...new Float32Array(read)]).slice(0, sum.terms);
  } else {
    values = Array.from(data as Float64Array, (value) => {
      if (!bits) return Math.fround(Number(value));
      return dtype === "f16" ? fromF16(Number(value)) : fromBf16(Number(value));
    });
  }
  return { weights: trainedWeights(values), input };
}

/** The slopes of the log variances: ½ − ½·exp(−s)·L, where the part that costs ½·s has left ½. */
export async function putSlopes(
  gpu: GpuContext,
  { name }: Definition,
  { weights, input }: Weighing,
  losses: readonly (number | Float32Array)[],
  gradients: Evaluated["gradients"],
  { gradientScale = 1 }: EvaluateOptions,
): Promise<void> {
  const gradient = input === undefined ? undefined : gradients[input];
  if (!gradient) return;
  const scale = await numberOf(gpu, name, "gradientScale", scalar(name, "gradientScale", gradientScale));
  const slopes = trainedSlopes(weights, losses as number[]).map((slope) => scale * slope);
  if (gradient instanceof Float32Array) {
    gradient.set(slopes);
    return;
  }
  const { data, offset, dtype } = gradient;
  const stored = isHalf(dtype)
    ? encodeHalf([...slopes, 0].slice(0, 2 * Math.ceil(slopes.length / 2)), dtype)
    : Float32Array.from(slopes);
  gpu.device.queue.writeBuffer(data, offset, stored as Float32Array<ArrayBuffer>);
}
