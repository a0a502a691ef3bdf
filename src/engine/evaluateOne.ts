import { encodeHalf } from "../check/half.js";
import { resolveInput, type Source } from "../check/inputs.js";
import { isRoot } from "../check/isRoot.js";
import type { Definition, Loss } from "../definition.js";
import { ShapeError, UnsupportedError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import { visible } from "../gpu/usage.js";
import { addTotals, finishLoss, rootSlope, type Totals } from "../plan/totals.js";
import { dtypeBytes, elementCount, isGPUBuffer, isHalf, showShape, type Tensor, tensor } from "../tensor.js";
import { callOf } from "./call.js";
import { type Faults, firstFault } from "./faults.js";
import { numberOf } from "./numberOf.js";
import { cut, type Piece } from "./pieces.js";
import { type Call, checkBuffer, checkInPlace } from "./request.js";
import { runPiece } from "./run.js";
import { asFloats, checkDivisor, checkScale, scalar } from "./scalars.js";
import type { EvaluateOptions } from "./types.js";

/** The result before its types are told to the user. */
export interface Evaluated {
  loss: number | Float32Array;
  gradients: Record<string, Float32Array | Tensor<GPUBuffer>>;
  count: number;
  outputs: Record<string, Float32Array>;
  /** Of a weighted sum: each term's loss, unweighted. */
  terms?: (number | Float32Array)[];
}

/** How a part of a sum is evaluated. */
export interface Within {
  /** Multiplies every gradient, beside `gradientScale`. */
  readonly factor?: number;
  /** Gradients that are added to these instead of having a buffer of their own: f32, on the GPU. */
  readonly into?: Readonly<Record<string, Tensor<GPUBuffer>>>;
  /** Those of them that hold nothing yet. */
  readonly fresh?: readonly string[];
}

/** A loss that is not made of others. */
export async function evaluateOne(
  gpu: GpuContext,
  loss: Loss,
  inputs: Readonly<Record<string, unknown>>,
  options: EvaluateOptions,
  within: Within = {},
): Promise<Evaluated> {
  const call = callOf(gpu, loss, inputs, options);
  const scales = await resolveScales(gpu, call, options);
  return gpu.inTurn(() => new Evaluation(gpu, call, scales, options, within).run());
}

/** Numbers of the call that may be tensors; `perItem` is an upstream gradient shaped like the loss. */
interface Scales {
  readonly gradientScale: number;
  readonly perItem: Source | undefined;
  readonly divisor: number | undefined;
}

async function resolveScales(gpu: GpuContext, call: Call, options: EvaluateOptions): Promise<Scales> {
  const { name } = call.definition;
  const { reduction } = call.options;
  let divisor: number | undefined;
  if (options.divisor !== undefined) {
    const given = scalar(name, "divisor", options.divisor);
    checkDivisor(name, given, reduction);
    divisor = await numberOf(gpu, name, "divisor", given);
    checkDivisor(name, divisor, reduction);
  }
  if (options.gradientScale === undefined) return { gradientScale: 1, perItem: undefined, divisor };
  if (typeof options.gradientScale !== "number" && reduction === "none") {
    const source = resolveInput(name, "gradientScale", "real", options.gradientScale);
    if (elementCount(source.shape) !== 1) {
      const [found, wanted] = [showShape(source.shape), showShape(call.layout.itemShape)];
      if (found !== wanted) {
        throw new ShapeError(
          `${name}: gradientScale has shape ${found} and the loss ${wanted}; give it the shape of the loss, or one number.`,
        );
      }
      checkBuffer(name, "gradientScale", source, gpu.device.limits.minStorageBufferOffsetAlignment);
      checkInPlace(name, call.options.inPlace, { ...call.sources, gradientScale: source });
      return { gradientScale: 1, perItem: asFloats(name, "gradientScale", source), divisor };
    }
  }
  const given = scalar(name, "gradientScale", options.gradientScale);
  const gradientScale = await numberOf(gpu, name, "gradientScale", given);
  checkScale(name, gradientScale);
  return { gradientScale, perItem: undefined, divisor };
}

/** One call on its way: what the pieces gave so far. */
class Evaluation {
  readonly #gpu: GpuContext;
  readonly #call: Call;
  readonly #scales: Scales;
  readonly #options: EvaluateOptions;
  readonly #gradients: Evaluated["gradients"] = {};
  readonly #outputs: Record<string, Float32Array> = {};
  readonly #faults: Faults = new Map();
  readonly #within: Within;
  #perItem: Float32Array | undefined;

  constructor(gpu: GpuContext, call: Call, scales: Scales, options: EvaluateOptions, within: Within) {
    this.#within = within;
    this.#gpu = gpu;
    this.#call = call;
    this.#scales = scales;
    this.#options = options;
  }

  async run(): Promise<Evaluated> {
    const { items } = this.#call.layout;
    const { reduction, inPlace } = this.#call.options;
    const made: Tensor<GPUBuffer>[] = [];
    try {
      await this.#allocate(made);
      const loss = items === 0 ? 0 : await this.#reduce();
      const { terms: told = 0 } = this.#call.definition as { terms?: number };
      const none = { count: 0, value: 0, terms: Array.from({ length: told }, () => 0) };
      const { count, value, terms } = typeof loss === "number" ? none : loss;
      return {
        loss: reduction === "none" ? (this.#perItem ?? new Float32Array(0)) : value,
        gradients: this.#gradients,
        count,
        outputs: this.#outputs,
        ...(terms.length > 0 ? { terms } : {}),
      };
    } catch (error) {
      for (const result of made)
        if (!inPlace.length || !this.#isInput(result)) this.#gpu.pool.destroy(result.data);
      throw error;
    }
  }

  #isInput(result: Tensor<GPUBuffer>): boolean {
    return Object.values(this.#call.sources).some(({ data }) => data === result.data);
  }

  /** Room for what comes back: arrays for host inputs, GPU buffers for GPU inputs. */
  async #allocate(made: Tensor<GPUBuffer>[]): Promise<void> {
    const { sources, options, layout, definition } = this.#call;
    for (const name of options.gradients) {
      const { data, dtype, shape, offset } = sources[name] as Source;
      const into = this.#within.into?.[name];
      if (into) {
        this.#gradients[name] = into;
      } else if (!isGPUBuffer(data)) {
        this.#gradients[name] = new Float32Array(elementCount(shape));
      } else if (options.inPlace.includes(name)) {
        this.#gradients[name] = tensor(data, shape, { dtype, offset });
      } else {
        const border = isHalf(dtype) ? 8 : 16;
        const bytes = Math.max(1, Math.ceil((elementCount(shape) * dtypeBytes(dtype)) / border)) * border;
        const buffer = await this.#gpu.pool.create(bytes, visible, `${definition.name}/gradient/${name}`);
        const result = tensor(buffer, shape, { dtype });
        made.push(result);
        this.#gradients[name] = result;
      }
    }
    for (const result of made) this.#gpu.pool.disown(result.data);
    if (options.reduction === "none") this.#perItem = new Float32Array(layout.items);
    for (const name of options.outputs) this.#outputs[name] = new Float32Array(layout.items);
  }

  async #reduce(): Promise<{ value: number; count: number; terms: number[] }> {
    const gpu = this.#gpu;
    const call = this.#call;
    const pieces = cut(call, gpu.planDevice, gpu.pool.available, this.#scales.perItem);
    const root = isRoot(call.definition);
    const isMean = call.options.reduction === "mean" || call.options.reduction === "weightedMean";
    const [only] = pieces;
    if (pieces.length === 1 && only) {
      const totals = await this.#piece(only, {});
      this.#raiseFaults();
      return finishLoss(totals, this.#scales.divisor, isMean, root);
    }
    const clobbered = call.options.inPlace.find((name) => this.#isSummed(name));
    if (clobbered) {
      throw new UnsupportedError(
        `${call.definition.name}: inPlace names ${clobbered}, one element that stands for all, and this call takes ${pieces.length} pieces that all read it; leave it out of inPlace.`,
      );
    }
    // Several pieces: what the divisor is made of first, then loss and gradients with it as a number.
    const { layout, options, sources, definition } = call;
    const shapesTell = shapesCount(definition) && !(options.reduction === "weightedMean" && sources.weights);
    const steps = root || (isMean && !shapesTell && this.#scales.divisor === undefined) ? 2 : 1;
    let divisor = isMean ? (this.#scales.divisor ?? layout.items) : 1;
    let ratio = 1;
    let chain = 1;
    if (steps === 2) {
      let natural = 0;
      let plain = 0;
      let sum = 0;
      let flags = 0;
      let broken = 0;
      for (const piece of pieces) {
        const totals = await this.#piece(piece, { divisorOnly: true });
        flags |= totals.flags;
        broken |= totals.naturalBroken;
        natural += totals.naturalDivisor;
        plain += totals.naturalPlain;
        sum += totals.sum;
        this.#progress(piece, steps, 0);
      }
      if (this.#scales.divisor === undefined && !shapesTell) {
        divisor = broken ? Number.NaN : natural;
        ratio = plain === 0 ? 1 : natural / plain;
      }
      if (root) chain = flags & 1 ? Number.NaN : rootSlope(sum, divisor);
    }
    const all: Totals[] = [];
    for (const piece of pieces) {
      const totals = await this.#piece(piece, { divisor, ratio, chain });
      all.push(totals);
      this.#progress(piece, steps, steps - 1);
    }
    this.#raiseFaults();
    const totals = all.reduce(addTotals);
    for (const [name, gradient] of Object.entries(this.#gradients)) {
      if (!this.#isSummed(name)) continue;
      const isNan = (totals.flags & 1) !== 0;
      const sum = isNan ? Number.NaN : all.reduce((a, { words }) => a + (words[`gradient_${name}`] ?? 0), 0);
      if (gradient instanceof Float32Array) gradient[0] = sum;
      else {
        const before = this.#adds.includes(name)
          ? await numberOf(gpu, call.definition.name, name, gradient)
          : 0;
        writeOne(gpu, gradient, before + sum);
      }
    }
    return finishLoss(totals, divisor, true, root);
  }

  async #piece(
    piece: Piece,
    given: { divisorOnly?: boolean; divisor?: number; ratio?: number; chain?: number },
  ): Promise<Totals> {
    this.#options.signal?.throwIfAborted();
    const { perItem, divisor } = this.#scales;
    const gradientScale = this.#scales.gradientScale * (this.#within.factor ?? 1);
    const totals = await this.#gpu.alive(
      runPiece(this.#gpu, this.#call, piece, {
        gradientScale: gradientScale * (given.chain ?? 1),
        perItem,
        divisor: given.divisor ?? divisor,
        ratio: given.ratio ?? 1,
        external: given.divisor !== undefined,
        divisorOnly: given.divisorOnly ?? false,
        gradients: this.#gradients,
        accumulated: this.#adds,
        perItemLoss: this.#perItem,
        outputs: this.#outputs,
        faults: this.#faults,
        signal: this.#options.signal,
      }),
    );
    this.#options.signal?.throwIfAborted();
    if (given.divisor === undefined && !given.divisorOnly)
      this.#options.onProgress?.(piece.count, piece.count);
    return totals;
  }

  /** Gradients that are added to what is there. */
  get #adds(): string[] {
    const { into = {}, fresh = [] } = this.#within;
    return Object.keys(into).filter((name) => !fresh.includes(name));
  }

  /** Whether an input is one element that stands for all, so that its gradient is a sum over the pieces. */
  #isSummed(name: string): boolean {
    const { layout } = this.#call;
    return layout.family === "elementwise" && layout.broadcast.includes(name);
  }

  #progress(piece: Piece, steps: number, done: number): void {
    const { items } = this.#call.layout;
    const share = (piece.first + piece.count + done * items) / steps;
    this.#options.onProgress?.(Math.round(share), items);
  }

  #raiseFaults(): void {
    const fault = firstFault(this.#call, this.#faults);
    if (fault) throw fault;
  }
}

/** Whether every item counts, whatever the data. */
function shapesCount(definition: Definition): boolean {
  return definition.family === "elementwise" || definition.family === "window";
}

/** Stores the only number of a gradient on the GPU. */
function writeOne(gpu: GpuContext, { data, offset, dtype }: Tensor<GPUBuffer>, value: number): void {
  const stored = isHalf(dtype) ? encodeHalf([value, 0], dtype) : Float32Array.of(value);
  gpu.device.queue.writeBuffer(data, offset, stored as Float32Array<ArrayBuffer>);
}
