/** What the comparisons on the GPU share: an engine whose pipelines are counted, and the judgement of a case. */
import type { InputValue } from "../../src/check/inputs.js";
import type { Loss } from "../../src/definition.js";
import { createEngine, type Engine, type EngineOptions } from "../../src/engine/engine.js";
import { mse } from "../../src/losses/mse.js";
import { type Computed, compute } from "../../src/reference/compute.js";
import type { DType, Tensor } from "../../src/tensor.js";
import { definitionOfLoss } from "../cases/catalogue.js";
import {
  asTensor,
  type HardSet,
  hardElements,
  hardRows,
  type RowShape,
  type SetName,
  weigh,
} from "../cases/data.js";
import type { Case, CaseOptions } from "../cases/hardCases.js";
import { compare, complaintOf, least, type Sizes, termOf } from "./tolerance.js";

export const isBrowser = typeof document !== "undefined";

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
  device.createComputePipelineAsync = (descriptor) => {
    pipelines++;
    return make(descriptor);
  };
  const report = (title: string, cases: number): void => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const place = isBrowser ? "the browser" : "Node";
    console.log(`${title} in ${place}: ${pipelines} pipelines, ${cases} cases, ${seconds} s`);
  };
  return { engine, pipelines: () => pipelines, report };
}

/** The inputs of a case in memory, and the weight of each of its items. */
export function inputsOf({ set, weighing, dtype, setName }: Case): {
  readonly inputs: Record<string, Tensor>;
  readonly weights: Float64Array;
} {
  const inputs = Object.fromEntries(
    Object.entries(set.inputs).map(([name, input]) => [name, asTensor(input, dtype)]),
  );
  const { input, each } = weigh(set, weighing, dtype, setName);
  return { inputs: input ? { ...inputs, weights: asTensor(input, dtype) } : inputs, weights: each };
}

/** What came of a case, its gradients read back if they were on the GPU. */
export interface Answer {
  readonly loss: number | ArrayLike<number>;
  readonly count: number;
  readonly gradients: Readonly<Record<string, ArrayLike<number>>>;
  readonly outputs?: Readonly<Record<string, ArrayLike<number>>>;
}

/** What is wrong with a case: nothing, where GPU and reference agree. */
export async function complaints(engine: Engine, one: Case): Promise<string[]> {
  const { loss, options, twice = false } = one;
  const { inputs, weights } = inputsOf(one);
  const evaluate = async () => (await engine.evaluate(loss, inputs, options)) as Answer;
  return addressed(one, async () => {
    const answering = evaluate();
    const wanted = compute(loss, inputs, options, true);
    const found = await answering;
    const again = twice && bitsOf(await evaluate()) !== bitsOf(found);
    return [...judge(one, weights, wanted, found), ...(again ? ["the second run gave other bits"] : [])];
  });
}

/** Complaints with the address of the case; what is thrown is one too. */
export async function addressed({ address }: Case, work: () => Promise<string[]>): Promise<string[]> {
  const found = await work().catch((error) => [`threw ${error instanceof Error ? error.message : error}`]);
  return found.map((text) => `${address}: ${text}`);
}

/** How an answer came about. */
export interface Told {
  /** How often it was added up. */
  readonly times?: number;
  /** How the GPU stored gradients, where not in f32. */
  readonly dtypes?: Readonly<Record<string, DType>>;
}

/** Compares an answer with the reference. */
export function judge(
  one: Case,
  weights: Float64Array,
  wanted: Computed,
  found: Answer,
  { times = 1, dtypes = {} }: Told = {},
): string[] {
  const { loss, set, options } = one;
  const { itemOf } = set;
  const texts: string[] = [];
  const flavourOf = (item: number) => set.flavours[item] ?? "plain";
  const weightOf = (item: number) => weights[item] as number;
  const sizes = sizesOf(one);
  if (found.count !== wanted.count * times) texts.push(`count is ${found.count} for ${wanted.count * times}`);

  if (typeof wanted.loss === "number") {
    const size = Math.max(least, times * wanted.sizes.loss);
    const { ok } = compare([found.loss as number], [times * wanted.loss], { size });
    if (!ok) texts.push(`loss is ${found.loss} for ${times * wanted.loss}`);
  } else {
    const complaint = complaintOf(
      found.loss as ArrayLike<number>,
      wanted.loss.map((value) => times * value),
      {
        loss: loss.name,
        flavour: flavourOf,
        factor: (item) => times * weightOf(item),
        size: (flavour) => sizes.get(flavour)?.loss ?? 0,
      },
    );
    if (complaint) texts.push(`loss${complaint}`);
  }

  const asked = Object.keys(wanted.gradients);
  if (Object.keys(found.gradients).join() !== asked.join()) {
    texts.push(`gradients are of ${Object.keys(found.gradients)} for ${asked}`);
  }
  // The slope of a root is that of what is under it, times this.
  const isRoot = "finish" in definitionOfLoss(loss);
  const chain = isRoot && typeof wanted.loss === "number" ? 0.5 / wanted.loss : 1;
  const common = (times * chain * Math.fround(options.gradientScale ?? 1)) / divisorOf(options, set, weights);
  for (const name of asked) {
    const gradient = (wanted.gradients[name] as Float64Array).map((value) => times * value);
    const own = found.gradients[name] ?? [];
    const complaint = complaintOf(own, gradient, {
      loss: loss.name,
      flavour: (element) => flavourOf(itemOf(element)),
      factor: (element) => weightOf(itemOf(element)) * common,
      size: (flavour) => sizes.get(flavour)?.[name] ?? 0,
      dtype: dtypes[name] ?? "f32",
    });
    if (complaint) texts.push(`gradients.${name}${complaint}`);
    const moved = Array.from(own).findIndex(
      (value, element) => value !== 0 && stands(flavourOf(itemOf(element))),
    );
    if (moved >= 0) texts.push(`gradients.${name}[${moved}] is ${own[moved]}, and it does not count`);
  }

  for (const [name, output] of Object.entries(wanted.outputs)) {
    const own = found.outputs?.[name] ?? [];
    const { ok, worst } = compare(own, output);
    if (!ok) texts.push(`outputs.${name}[${worst}] is ${own[worst]} for ${output[worst]}`);
  }
  return texts;
}

const stands = (flavour: string): boolean => flavour === "ignored" || flavour === "blank";

/** About what the reference divides by: sizes are measured with it, results are not. */
function divisorOf(
  { reduction, divisor }: CaseOptions,
  { flavours }: HardSet,
  weights: Float64Array,
): number {
  if (reduction === "sum" || reduction === "none") return 1;
  if (divisor !== undefined) return divisor;
  const counted = weights.filter((_, item) => !stands(flavours[item] ?? ""));
  const total = reduction === "mean" ? counted.length : counted.reduce((sum, weight) => sum + weight, 0);
  return total || 1;
}

const known = new Map<string, Sizes>();

/** The sizes of a loss and its slopes, by flavour, in a larger set of the same kind. */
function sizesOf({ loss, set, rows, setName }: Case): Sizes {
  const names = Object.keys(set.inputs);
  const key = `${loss.name} ${JSON.stringify(loss.params)} ${names} ${rows?.classes} ${setName}`;
  const sizes = known.get(key) ?? measure(loss, names, rows, setName);
  known.set(key, sizes);
  return sizes;
}

function measure(loss: Loss, names: readonly string[], rows: RowShape | undefined, setName: SetName): Sizes {
  // The slopes of rmse are those of mse, but for a factor.
  const plain = loss.name === "rmse" ? mse() : loss;
  const axis = Object.values(loss.params).find(Array.isArray)?.length ?? 5;
  const sample = rows
    ? hardRows(plain, names, { ...rows, itemShape: rows.itemShape.length > 1 ? [4, 15] : [60] }, setName, 1)
    : hardElements(plain, [70, axis], setName, 1);
  const inputs: Record<string, InputValue> = {};
  for (const [name, input] of Object.entries(sample.inputs)) inputs[name] = asTensor(input, "f32");
  const wanted = compute(plain, inputs, { reduction: "none", checkInputs: false }, true);
  const sizes = new Map<string, Record<string, number>>();
  const note = (name: string, item: number, value: number): void => {
    const flavour = sample.flavours[item] ?? "plain";
    const own = sizes.get(flavour) ?? {};
    sizes.set(flavour, own);
    if (Number.isFinite(value)) own[name] = Math.max(own[name] ?? 0, Math.abs(value));
  };
  for (const of of ["loss", ...Object.keys(wanted.gradients)]) {
    for (const item of sample.flavours.keys()) note(of, item, termOf(plain, of));
  }
  for (const [item, value] of (wanted.loss as Float64Array).entries()) note("loss", item, value);
  for (const [name, gradient] of Object.entries(wanted.gradients)) {
    for (const [element, value] of gradient.entries()) note(name, sample.itemOf(element), value);
  }
  // A row of zeros comes to nothing by cancellation: it is as exact as what cancels, an ordinary row.
  const { zero, plain: ordinary = {} } = Object.fromEntries(sizes);
  if (rows && zero)
    for (const name of Object.keys(ordinary)) zero[name] = Math.max(zero[name] ?? 0, ordinary[name] ?? 0);
  return sizes;
}

/** Everything that was answered, as bits. */
export function bitsOf({ loss, gradients, outputs = {} }: Answer): string {
  const lists = [
    typeof loss === "number" ? [loss] : loss,
    ...Object.values(gradients),
    ...Object.values(outputs),
  ];
  return lists.map((list) => new BigUint64Array(Float64Array.from(list).buffer).join()).join(";");
}

/** Runs jobs, so many at a time: the device is not idle while the host compares. */
export async function inParallel<T, R>(
  list: readonly T[],
  run: (one: T) => Promise<R[]>,
  width = 12,
): Promise<R[]> {
  const found: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < list.length) found.push(...(await run(list[next++] as T)));
  };
  await Promise.all(Array.from({ length: width }, worker));
  return found;
}
