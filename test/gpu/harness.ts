/** What the GPU tests share: an engine whose pipelines are counted, and the judgement of one case. */

import type { InputValue } from "../../src/check/inputs.js";
import type { Loss, Reduction } from "../../src/definition.js";
import { createEngine, type Engine, type EngineOptions } from "../../src/engine/engine.js";
import { mse } from "../../src/losses/mse.js";
import { type ComputeOptions, compute } from "../../src/reference/compute.js";
import { definitionOfLoss } from "../cases/catalogue.js";
import {
  asTensor,
  type FloatType,
  type HardSet,
  hardElements,
  hardRows,
  type RowShape,
  type SetName,
  sizeOf,
  type Weighing,
  weigh,
} from "../cases/data.js";
import { compare, complaintOf, least, type Sizes } from "./tolerance.js";

export const runtime = globalThis.navigator?.userAgent?.includes("Chrome") ? "Chrome" : "Node";

/** An engine, and what it cost. */
export interface Bench {
  readonly engine: Engine;
  /** Pipelines made so far. */
  readonly pipelines: () => number;
  /** Prints pipelines, cases and seconds. */
  readonly report: (title: string, cases: number) => void;
}

export async function openBench(options: EngineOptions = {}): Promise<Bench> {
  const engine = await createEngine(options);
  const { device } = engine;
  const make = device.createComputePipelineAsync.bind(device);
  const started = performance.now();
  let pipelines = 0;
  const kinds: Record<string, number> = {};
  device.createComputePipelineAsync = (descriptor) => {
    pipelines++;
    const k = (descriptor.label ?? "").replace(/^\w+(\.\w+)?/, "");
    kinds[k] = (kinds[k] ?? 0) + 1;
    const l = (descriptor.label ?? "").replace(/\/.*/, "");
    kinds[l] = (kinds[l] ?? 0) + 1;
    return make(descriptor);
  };
  return {
    engine,
    pipelines: () => pipelines,
    report: (title, cases) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(kinds);
      console.log(`${title} in ${runtime}: ${pipelines} pipelines, ${cases} cases, ${seconds} s`);
    },
  };
}

/** One call, with the data that it gets. */
export interface Case {
  readonly address: string;
  readonly loss: Loss;
  readonly set: HardSet;
  readonly setName: SetName;
  readonly dtype: FloatType;
  readonly weighing: Weighing;
  readonly options: ComputeOptions & {
    readonly reduction: Reduction;
    readonly gradientScale?: number;
    readonly divisor?: number;
  };
  /** How rows lie; for sizes of their flavours. */
  readonly rows?: RowShape;
  /** Run twice: the same bits must come. */
  readonly twice?: boolean;
}

type Found = Awaited<ReturnType<Engine["evaluate"]>>;

/** What is wrong with a case: nothing, where GPU and reference agree. */
export async function complaints(engine: Engine, one: Case): Promise<string[]> {
  const { loss, set, options, dtype, address } = one;
  const weighed = weigh(set, one.weighing, dtype, one.setName);
  const inputs: Record<string, InputValue> = {};
  for (const [name, input] of Object.entries(set.inputs)) inputs[name] = asTensor(input, dtype);
  if (weighed.input) inputs.weights = asTensor(weighed.input, dtype);
  const found: string[] = [];
  const say = (text: string): void => void found.push(`${address}: ${text}`);
  try {
    const evaluating = engine.evaluate(loss, inputs, options);
    const wanted = compute(loss, inputs, options, true);
    const result = (await evaluating) as Found;
    judge(one, weighed.each, wanted, result, say);
    if (one.twice) {
      const again = (await engine.evaluate(loss, inputs, options)) as Found;
      if (bitsOf(again) !== bitsOf(result)) say("the second run gave other bits");
    }
  } catch (error) {
    say(`threw ${error instanceof Error ? error.message : String(error)}`);
  }
  return found;
}

function judge(
  { loss, set, options, rows, setName }: Case,
  weights: Float64Array,
  wanted: ReturnType<typeof compute>,
  found: Found,
  say: (text: string) => void,
): void {
  if (found.count !== wanted.count) say(`count is ${found.count} for ${wanted.count}`);
  const names = Object.keys(set.inputs);
  const sizes = sizesOf(loss, names, rows, setName);
  const scale = Math.fround(options.gradientScale ?? 1);
  const divisor = divisorOf(options, set, weights);
  const isRoot = "finish" in definitionOfLoss(loss);
  const chain = isRoot && typeof wanted.loss === "number" ? 0.5 / wanted.loss : 1;
  const flavour = (item: number) => set.flavours[item] ?? "plain";
  if (typeof wanted.loss === "number") {
    const { ok } = compare([found.loss as number], [wanted.loss], {
      size: Math.max(least, wanted.sizes.loss),
    });
    if (!ok) say(`loss is ${found.loss} for ${wanted.loss}`);
  } else {
    const complaint = complaintOf(found.loss as Float32Array, wanted.loss, {
      flavour,
      factor: (item) => weights[item] as number,
      size: (name) => sizes.get(name)?.loss ?? 0,
    });
    if (complaint) say(`loss${complaint}`);
  }
  const asked = Object.keys(wanted.gradients).join();
  if (Object.keys(found.gradients).join() !== asked) {
    say(`gradients are of ${Object.keys(found.gradients).join()} for ${asked}`);
  }
  for (const [name, gradient] of Object.entries(wanted.gradients)) {
    const complaint = complaintOf((found.gradients as Record<string, Float32Array>)[name] ?? [], gradient, {
      flavour: (element) => flavour(set.itemOf(element)),
      factor: (element) => ((weights[set.itemOf(element)] as number) * scale * chain) / divisor,
      size: (flavourName) => sizes.get(flavourName)?.[name] ?? 0,
    });
    if (complaint) say(`gradients.${name}${complaint}`);
  }
  for (const [name, output] of Object.entries(wanted.outputs)) {
    const { ok, worst } = compare(found.outputs[name] ?? [], output);
    if (!ok) say(`outputs.${name}[${worst}] is ${found.outputs[name]?.[worst]} for ${output[worst]}`);
  }
}

/** About what the reference divides by: sizes are measured with it, results are not. */
function divisorOf({ reduction, divisor }: Case["options"], set: HardSet, weights: Float64Array): number {
  if (reduction === "sum" || reduction === "none") return 1;
  if (divisor !== undefined) return divisor;
  const counts = weights.filter((_, item) => !["ignored", "blank"].includes(set.flavours[item] ?? ""));
  const total = reduction === "mean" ? counts.length : counts.reduce((sum, weight) => sum + weight, 0);
  return total || 1;
}

const known = new Map<string, Sizes>();

/** The sizes of a loss and its slopes, by flavour, in a larger set of the same kind. */
function sizesOf(loss: Loss, names: readonly string[], rows: RowShape | undefined, set: SetName): Sizes {
  const key = `${loss.name} ${JSON.stringify(loss.params)} ${names} ${rows?.classes} ${set}`;
  let sizes = known.get(key);
  if (!sizes) known.set(key, (sizes = measure(loss, names, rows, set)));
  return sizes;
}

function measure(loss: Loss, names: readonly string[], rows: RowShape | undefined, set: SetName): Sizes {
  // The slopes of rmse are those of mse, but for a factor.
  const plain = loss.name === "rmse" ? mse() : loss;
  const axis = Object.values(loss.params).find(Array.isArray)?.length ?? 5;
  const sample = rows
    ? hardRows(plain, names, { ...rows, itemShape: [4, 15] }, set, 1)
    : hardElements(plain, [70, axis], set, 1);
  const inputs = Object.fromEntries(
    Object.entries(sample.inputs).map(([name, input]) => [name, asTensor(input, "f32")]),
  );
  const { loss: losses, gradients } = compute(plain, inputs, { reduction: "none", checkInputs: false }, true);
  const sizes = new Map<string, Record<string, number>>();
  const note = (name: string, item: number, value: number): void => {
    const flavour = sample.flavours[item] ?? "plain";
    const own = sizes.get(flavour) ?? {};
    sizes.set(flavour, own);
    if (Number.isFinite(value)) own[name] = Math.max(own[name] ?? 0, Math.abs(value));
  };
  (losses as Float64Array).forEach((value, item) => note("loss", item, value));
  for (const [name, gradient] of Object.entries(gradients)) {
    gradient.forEach((value, element) => note(name, sample.itemOf(element), value));
  }
  // A row of zeros comes to nothing by cancellation: it is as exact as what cancels, an ordinary row.
  const { zero, plain: ordinary } = Object.fromEntries(sizes);
  if (rows && zero && ordinary)
    for (const [name, size] of Object.entries(ordinary)) zero[name] = Math.max(zero[name] ?? 0, size);
  return sizes;
}

function bitsOf({ loss, gradients, outputs }: Found): string {
  const arrays = [loss, ...Object.values(gradients), ...Object.values(outputs)];
  return arrays
    .map((value) =>
      new Uint32Array(
        typeof value === "number"
          ? Float64Array.of(value).buffer
          : Float32Array.from(value as Float32Array).buffer,
      ).join(),
    )
    .join(";");
}

/** Runs jobs, so many at a time: the device is never idle while the host compares. */
export async function inParallel(jobs: readonly (() => Promise<void>)[], width = 12): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let job = jobs[next++]; job; job = jobs[next++]) await job();
  };
  await Promise.all(Array.from({ length: width }, worker));
}

export function shapeOf(items: number, isSplit: boolean): number[] {
  if (!isSplit) return [items];
  if (items === 0) return [0, 3];
  let most = 1;
  for (let factor = 2; factor * factor <= items; factor++) if (items % factor === 0) most = factor;
  return [most, items / most];
}

export { sizeOf };
