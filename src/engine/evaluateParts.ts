import { definitionIn } from "../check/descriptor.js";
import { resolveInputs, type Source } from "../check/inputs.js";
import { resolveOptions } from "../check/options.js";
import {
  checkOneShape,
  inputsOfPart,
  logVariancesOf,
  partsFor,
  sharedGradients,
  slotsOf,
} from "../check/sum.js";
import type { Definition, Part, Reduction } from "../definition.js";
import type { GpuContext } from "../gpu/context.js";
import { visible } from "../gpu/usage.js";
import { elementCount, isGPUBuffer, type Tensor, tensor } from "../tensor.js";
import { type Evaluated, evaluateOne } from "./evaluateOne.js";
import { packed } from "./packed.js";
import { layoutOfPart, renamed } from "./parts.js";
import type { EvaluateOptions } from "./types.js";
import { logVariances, putSlopes, type Weighing } from "./weighing.js";

/** A loss that is the sum of others over inputs of their own: each evaluated, then added. */
export async function evaluateParts(
  gpu: GpuContext,
  found: Definition,
  inputs: Readonly<Record<string, unknown>>,
  options: EvaluateOptions,
): Promise<Evaluated> {
  const { sum } = found;
  const sources = resolveInputs(found, found.inputs, inputs);
  const resolved = resolveOptions(found, Object.keys(sources), options, true);
  const parts = (partsFor(found, resolved.reduction) ?? []).map((part) => {
    const taken = inputsOfPart(found, part, Object.keys(sources));
    return { part, taken, layout: layoutOfPart(found, part, renamedKeys(taken, sources)) };
  });
  if (sum && resolved.reduction === "none") checkOneShape(found, parts);
  const weighing: Weighing | undefined = sum && (await logVariances(gpu, found, sources));
  const all = parts.reduce((items, { layout }) => items + layout.items, 0);
  const terms = Array.from({ length: sum?.terms ?? 0 }, () => new Term());
  const whole = new Term();
  const gathered = await Gathered.make(gpu, found, resolved.reduction, resolved.gradients, sources);
  const { onProgress, divisor, ...others } = options;
  let before = 0;
  let count = 0;
  try {
    for (const { part, taken, layout } of parts) {
      const { term, factor = 1 } = part;
      const first = before;
      const inner = (list: readonly string[]): string[] => {
        const able = definitionIn(part.loss).gradients;
        return Object.entries(taken).flatMap(([name, outer]) =>
          list.includes(outer) && able.includes(name) ? [name] : [],
        );
      };
      const reduction = part.reduction ?? resolved.reduction;
      const isMean = reduction === "mean" || reduction === "weightedMean";
      const divides = isMean ? (part.divisor ?? divisor) : undefined;
      const weight = weighing && term !== undefined ? (weighing.weights[term] as number) : 1;
      const asked = inner(resolved.gradients);
      const result = await evaluateOne(
        gpu,
        part.loss,
        renamedKeys(taken, inputs),
        {
          ...others,
          reduction,
          gradients: asked,
          inPlace: inner(resolved.inPlace),
          ...(divides === undefined ? {} : { divisor: divides }),
          ...(onProgress ? { onProgress: (done: number) => onProgress(first + done, all) } : {}),
        },
        { factor: factor * weight, ...gathered.within(part, asked) },
      ).catch((error) => {
        throw renamed(error, part, part.label ?? found.name);
      });
      const slots = slotsOf(part);
      for (const [k, slot] of slots.entries()) {
        const loss = part.slots ? (result.terms?.[k] ?? 0) : result.loss;
        if (slot.term === undefined) whole.add(loss, 1);
        else terms[slot.term]?.add(loss, slot.factor);
      }
      if (!sum || slots.some((slot) => slot.term === 0)) count += result.count;
      gathered.take(part, result);
      before += layout.items;
    }
    for (const [k, term] of terms.entries()) whole.add(term.value, weighing?.weights[k] ?? 1);
    const gradients = await gathered.finish();
    if (weighing)
      await putSlopes(
        gpu,
        found,
        weighing,
        terms.map(({ value }) => value),
        gradients,
        options,
      );
    const { value } = whole;
    const told = sum ? { terms: terms.map((term) => term.value) } : {};
    return { loss: value, gradients, count, outputs: {}, ...told };
  } catch (error) {
    // Nobody gets the gradients of the parts that went well.
    gathered.destroy(resolved.inPlace);
    throw error;
  }
}

/** What a part takes, by the part's own names. */
function renamedKeys<T>(
  taken: Readonly<Record<string, string>>,
  outer: Readonly<Record<string, T>>,
): Record<string, T> {
  return Object.fromEntries(Object.entries(taken).map(([inner, name]) => [inner, outer[name] as T]));
}

/** Losses added up, in float64 where they are numbers. */
class Term {
  value: number | Float32Array = 0;

  /** Nothing of something infinite is nothing. */
  add(loss: number | Float32Array, factor: number): void {
    const times = (one: number): number => (factor === 0 && !Number.isNaN(one) ? 0 : factor * one);
    if (typeof loss === "number") {
      this.value = (this.value as number) + times(loss);
    } else {
      const before = this.value;
      this.value = loss.map(
        (one, i) => (typeof before === "number" ? before : (before[i] ?? 0)) + times(one),
      );
    }
  }
}

/** Gradients of all parts: those of GPU tensors that several parts add to have an f32 buffer in common. */
class Gathered {
  readonly #gpu: GpuContext;
  readonly #found: Definition;
  readonly #sources: Readonly<Record<string, Source>>;
  readonly #shared: Readonly<Record<string, Tensor<GPUBuffer>>>;
  readonly #touched = new Set<string>();
  readonly #gradients: Evaluated["gradients"] = {};

  private constructor(
    gpu: GpuContext,
    found: Definition,
    sources: Readonly<Record<string, Source>>,
    shared: Readonly<Record<string, Tensor<GPUBuffer>>>,
  ) {
    this.#gpu = gpu;
    this.#found = found;
    this.#sources = sources;
    this.#shared = shared;
  }

  static async make(
    gpu: GpuContext,
    found: Definition,
    reduction: Reduction,
    gradients: readonly string[],
    sources: Readonly<Record<string, Source>>,
  ): Promise<Gathered> {
    const shared: Record<string, Tensor<GPUBuffer>> = {};
    for (const name of sharedGradients(found, reduction, gradients)) {
      const source = sources[name];
      if (!source || !isGPUBuffer(source.data) || name === logVariancesOf(found.sum)) continue;
      const size = Math.ceil(Math.max(1, elementCount(source.shape)) / 4) * 16;
      const buffer = await gpu.pool.create(size, visible, `${found.name}/gradient/${name}`);
      gpu.pool.disown(buffer);
      shared[name] = tensor(buffer, source.shape);
    }
    return new Gathered(gpu, found, sources, shared);
  }

  /** Where a part's gradients go. */
  within(part: Part, asked: readonly string[]): { into: Record<string, Tensor<GPUBuffer>>; fresh: string[] } {
    const into: Record<string, Tensor<GPUBuffer>> = {};
    const fresh: string[] = [];
    for (const inner of asked) {
      const outer = part.inputs[inner] ?? inner;
      const target = this.#shared[outer];
      if (!target) continue;
      into[inner] = target;
      if (!this.#touched.has(outer)) fresh.push(inner);
      this.#touched.add(outer);
    }
    return { into, fresh };
  }

  take(part: Part, { gradients }: Evaluated): void {
    for (const [inner, gradient] of Object.entries(gradients)) {
      const outer = part.inputs[inner] ?? inner;
      const before = this.#gradients[outer];
      if (gradient instanceof Float32Array && before instanceof Float32Array) {
        for (const [i, slope] of gradient.entries()) before[i] = (before[i] ?? 0) + slope;
      } else {
        this.#gradients[outer] = gradient;
      }
    }
  }

  /** In the order of the inputs; 16-bit tensors have 16-bit gradients. */
  async finish(): Promise<Evaluated["gradients"]> {
    const all: Evaluated["gradients"] = {};
    for (const [name, { dtype }] of Object.entries(this.#sources)) {
      const gradient = this.#gradients[name];
      if (!gradient) continue;
      const isShared = this.#shared[name] !== undefined && !(gradient instanceof Float32Array);
      all[name] = isShared
        ? await packed(this.#gpu, this.#found, name, gradient as Tensor<GPUBuffer>, dtype)
        : gradient;
      this.#gradients[name] = all[name] as Float32Array;
    }
    return all;
  }

  destroy(kept: readonly string[]): void {
    const all = { ...this.#shared, ...this.#gradients };
    for (const [name, gradient] of Object.entries(all)) {
      if (!(gradient instanceof Float32Array) && !kept.includes(name)) gradient.destroy();
    }
  }
}
