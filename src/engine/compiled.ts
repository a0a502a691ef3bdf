import { checkOptionNames, type PlanOptions } from "../check/options.js";
import type { Definition, Loss, Params, Part, SumSpec } from "../definition.js";
import { UnsupportedError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import type { Place, Realised } from "../gpu/realised.js";
import { Refusals } from "../gpu/refusals.js";
import type { EncodeValues } from "../gpu/uniforms.js";
import { divisorModes, type PlanRequest } from "../plan/plan.js";
import type { DType, Tensor } from "../tensor.js";
import { dispose } from "./dispose.js";
import { inputPlaces } from "./encodeInputs.js";
import { encodeParams, encodeValues } from "./encodeValues.js";
import { readStep, type StepRead } from "./read.js";
import { checkInPlace } from "./request.js";
import type { EncodeOptions } from "./types.js";
import type { Variants } from "./variants.js";

/** A realised plan of one part, and how its inputs are called outside. */
export interface Stage {
  readonly variants: Variants;
  readonly names: Readonly<Record<string, string>>;
  readonly request: PlanRequest;
  readonly places: Readonly<Record<string, Place>>;
  readonly part?: Part;
}

/** What a weighted sum has around its parts. */
export interface Sum {
  readonly before: Stage | undefined;
  readonly after: Stage;
  readonly weights: SumSpec["weights"];
}

export interface Target {
  readonly loss: GPUBuffer;
  readonly count: GPUBuffer;
  readonly gradients: Record<string, GPUBuffer>;
  readonly outputs: Record<string, GPUBuffer>;
}

/** What was compiled. */
export interface Compiled {
  readonly definition: Definition;
  readonly loss: Loss;
  readonly inputs: Readonly<Record<string, { readonly shape: readonly number[]; readonly dtype: DType }>>;
  readonly options: PlanOptions;
  readonly items: number;
  readonly itemShape: readonly number[];
  /** Gradients are added to, and so are f32. */
  readonly accumulates: boolean;
}

/** A buffer of the right size, or a tensor in a larger one. */
export type EncodeInput = GPUBuffer | Tensor<GPUBuffer>;

/**
 * A loss compiled for inputs of known shape. `encode` adds its dispatches to a command encoder of
 * yours: no submit, no await, no allocation. Made by `engine.compile`.
 */
export class CompiledLoss {
  /** One f32, or one per item under "none". */
  readonly loss: GPUBuffer;
  /** Of the loss: none, or that of the items under "none". */
  readonly lossShape: readonly number[];
  /** Items counted, as a 64-bit number in two u32, the low word first. */
  readonly count: GPUBuffer;
  readonly gradients: Readonly<Record<string, GPUBuffer>>;
  readonly outputs: Readonly<Record<string, GPUBuffer>>;
  /** Of a weighted sum: each term's loss, unweighted; under "none" one per item, term after term. */
  readonly terms: GPUBuffer | undefined;
  /** @internal */
  defaults: EncodeOptions = {};
  readonly #gpu: GpuContext;
  readonly #compiled: Compiled;
  readonly #stages: readonly Stage[];
  readonly #buffers: readonly GPUBuffer[];
  readonly #sum: Sum | undefined;
  readonly #refusals: Refusals;
  #destroyed = false;

  /** @internal */
  constructor(
    gpu: GpuContext,
    compiled: Compiled,
    stages: readonly Stage[],
    target: Target,
    buffers: readonly GPUBuffer[],
    sum?: Sum,
  ) {
    this.#gpu = gpu;
    this.#compiled = compiled;
    this.#stages = stages;
    this.#buffers = buffers;
    this.#sum = sum;
    this.#refusals = new Refusals(gpu.device);
    this.loss = target.loss;
    this.lossShape = compiled.options.reduction === "none" ? compiled.itemShape : [];
    this.count = target.count;
    this.gradients = target.gradients;
    const { terms, ...outputs } = target.outputs;
    this.outputs = outputs;
    this.terms = terms;
    gpu.hold(this);
  }

  /**
   * Encodes loss and gradients of these inputs. Values given here (divisor, gradientScale, params) are
   * those of this encode, even with many encodes in one submit (up to 4,096 distinct ones unsubmitted).
   *
   * @throws ShapeError, InvalidInputError for inputs that do not fit what was compiled
   */
  encode(
    encoder: GPUCommandEncoder,
    inputs: Readonly<Record<string, EncodeInput>>,
    options: EncodeOptions = {},
  ): void {
    this.#assertUsable();
    const { definition } = this.#compiled;
    checkOptionNames(definition.name, options, ["divisor", "gradientScale", "params"]);
    const places = inputPlaces(
      this.#compiled,
      inputs,
      this.#gpu.device.limits.minStorageBufferOffsetAlignment,
    );
    const { values, perItem, copies } = encodeValues(
      this.#compiled,
      {
        divisor: options.divisor ?? this.defaults.divisor,
        gradientScale: options.gradientScale ?? this.defaults.gradientScale,
      },
      this.#gpu.device.limits.minStorageBufferOffsetAlignment,
    );
    const params = this.#stages.map(({ request }) => encodeParams(request, options.params));
    if (perItem) {
      const bound = Object.entries(places).map(([name, { buffer }]) => [name, { data: buffer }]);
      checkInPlace(definition.name, this.#compiled.options.inPlace, {
        ...Object.fromEntries(bound),
        gradientScale: { data: perItem.buffer },
      });
    }
    const foreign = [
      ...Object.values(places).map(({ buffer }) => buffer),
      ...(perItem ? [perItem.buffer] : []),
      ...copies.map(({ from }) => from.data),
    ];
    this.#refusals.watch(foreign, () => {
      const run = (stage: Stage, own: Params, given: Omit<EncodeValues, "params">): void => {
        for (const { from, word } of copies) {
          const side = stage.places.side;
          if (side) encoder.copyBufferToBuffer(from.data, from.offset, side.buffer, 4 * word, 4);
        }
        const scales = this.#sum?.before?.places.scales;
        const term = stage.part?.term;
        if (scales && stage.places.side && term !== undefined) {
          encoder.copyBufferToBuffer(scales.buffer, 4 * term, stage.places.side.buffer, 4, 4);
        }
        const realised = stage.variants.get(this.#gpu, own, perItem !== undefined);
        const all = { ...given, params: stage.request.definition.numbers(own) };
        realised.encode(encoder, this.#stagePlaces(stage, realised, places, perItem), all);
      };
      const { before, after } = this.#sum ?? {};
      if (before) run(before, before.request.params, values);
      for (const [i, stage] of this.#stages.entries())
        run(stage, params[i] as Params, this.#valuesOf(stage, values));
      if (after) run(after, after.request.params, values);
    });
  }

  /** The values of the whole as a part of it sees them: its own divisor, its weight in the scale. */
  #valuesOf({ part, request }: Stage, values: Omit<EncodeValues, "params">): Omit<EncodeValues, "params"> {
    const sum = this.#sum;
    if (!sum || !part) return values;
    const { term, factor = 1, divisor } = part;
    const isMean = request.reduction === "mean" || request.reduction === "weightedMean";
    let divided = {};
    if (!isMean) divided = { divisor: 1, divisorMode: divisorModes.natural };
    else if (divisor !== undefined) divided = { divisor, divisorMode: divisorModes.number };
    // Where weights are on the GPU they come with the upstream gradient in them, as a tensor does.
    const isTrained = sum.before !== undefined && term !== undefined;
    const weight = Array.isArray(sum.weights) && term !== undefined ? (sum.weights[term] as number) : 1;
    return {
      ...values,
      ...divided,
      gradientScale: isTrained ? factor : values.gradientScale * weight * factor,
      scaleMode: isTrained ? 1 : values.scaleMode,
    };
  }

  /** Loss and count of what has been submitted, and the gradients too if asked for. */
  async read(options: { readonly gradients?: boolean } = {}): Promise<StepRead> {
    this.#assertUsable();
    checkOptionNames(this.#compiled.definition.name, options, ["gradients"]);
    await this.#gpu.alive(this.#refusals.raise(this.#compiled.definition.name));
    return readStep(this.#gpu, this, this.#compiled, this.#stages, options.gradients === true);
  }

  /** Destroys the step's buffers; whatever was submitted still runs. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#gpu.letGo(this);
    const { before, after } = this.#sum ?? {};
    for (const stage of [...this.#stages, before, after]) stage?.variants.destroy();
    for (const buffer of this.#buffers) this.#gpu.pool.destroy(buffer);
  }

  [dispose](): void {
    this.destroy();
  }

  #assertUsable(): void {
    this.#gpu.assertAlive();
    if (this.#destroyed) {
      throw new UnsupportedError(
        `${this.#compiled.definition.name}: this compiled loss was destroyed; compile it anew.`,
      );
    }
  }

  /** Every buffer that a stage's plan names. */
  #stagePlaces(
    { places, names, request, part }: Stage,
    { plan }: Realised,
    inputs: Readonly<Record<string, Place>>,
    perItem: Place | undefined,
  ): Record<string, Place> {
    const all: Record<string, Place> = {
      loss: { buffer: this.loss, offset: 0 },
      count: { buffer: this.count, offset: 0 },
      ...places,
    };
    if (perItem) all.upstream = perItem;
    for (const name of Object.keys(plan.buffers)) {
      const [role, inner = ""] = name.split(/\/(.*)/s);
      const outer = names[inner] ?? inner;
      const input = inputs[outer];
      if (role === "input" && input) all[name] = input;
      if (role === "gradient") {
        // What several parts add to in f32 is packed at the end.
        const wide = part && this.#sum?.after.places[`wide/${outer}`];
        const buffer = this.gradients[outer];
        if (wide) all[name] = wide;
        else if (buffer) all[name] = { buffer, offset: 0 };
        else if (input && request.inPlace.includes(inner)) all[name] = input;
      }
      const output = inner === "terms" ? this.terms : this.outputs[inner];
      if (role === "output" && output) all[name] = { buffer: output, offset: 0 };
    }
    return all;
  }
}
