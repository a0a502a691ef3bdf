import { checkEngineOptions } from "../check/engineOptions.js";
import type { MeasureOptions } from "../check/measureOptions.js";
import type { Loss } from "../definition.js";
import { GpuContext } from "../gpu/context.js";
import {
  ambientGPU,
  type DeviceOptions,
  describeDevice,
  type EngineInfo,
  requestDevice,
} from "../gpu/device.js";
import type { MeasuredInputs, Metric, ResultOf } from "../metric.js";
import type { Optimizer } from "../optimizer.js";
import type { Explanation } from "../plan/explain.js";
import type { PartialResult, StreamedValue, StreamResult } from "../totals/partial.js";
import { compile } from "./compile.js";
import type { CompiledLoss } from "./compiled.js";
import type { CompiledOptimizer } from "./compiledOptimizer.js";
import { dispose } from "./dispose.js";
import { evaluate } from "./evaluate.js";
import { type EvaluateStreamOptions, evaluateStream } from "./evaluateStream.js";
import { type ExplainOptions, explainLoss } from "./explainLoss.js";
import { makeOptimizer, type OptimizerOptions } from "./makeOptimizer.js";
import { measure } from "./measure.js";
import { type Measured, measureStream } from "./measureStream.js";
import type { ParameterValue } from "./parameters.js";
import type { Batches } from "./pump.js";
import type { Batch, StreamOptions } from "./stream.js";
import type {
  CompileOptions,
  EvaluateOptions,
  EvaluateResult,
  InputShape,
  Inputs,
  KnownNames,
  LossValue,
} from "./types.js";

export interface EngineOptions extends DeviceOptions {
  /** How many bytes of GPU memory the engine may hold. Default: as many as the device gives. */
  readonly memoryLimit?: number;
}

/** Losses on one GPU device. Made by `createEngine`. */
export class Engine {
  readonly #gpu: GpuContext;
  readonly #ownsDevice: boolean;

  /** @internal */
  constructor(gpu: GpuContext, ownsDevice: boolean) {
    this.#gpu = gpu;
    this.#ownsDevice = ownsDevice;
  }

  /** Adapter, features and limits. */
  get info(): EngineInfo {
    return this.#gpu.info;
  }

  get device(): GPUDevice {
    return this.#gpu.device;
  }

  /** Resolves when the device is lost; from then on every call rejects with `DeviceLostError`. */
  get lost(): Promise<GPUDeviceLostInfo> {
    return this.#gpu.lost;
  }

  /** Loss, gradients and count of a batch. */
  async evaluate<
    L extends Loss,
    const I extends Inputs<L>,
    const O extends EvaluateOptions = Omit<EvaluateOptions, "reduction">,
  >(loss: L, inputs: I & KnownNames<L, I>, options?: O): Promise<EvaluateResult<L, I, LossValue<O>>> {
    return (await this.#gpu.alive(
      evaluate(this.#gpu, loss, inputs, options ?? {}),
    )) as unknown as EvaluateResult<L, I, LossValue<O>>;
  }

  /** A metric of a batch: a number, or a `Float64Array` by class. Totals are kept, never a mean of pieces' means. */
  measure<M extends Metric>(
    metric: M,
    inputs: MeasuredInputs<M>,
    options: MeasureOptions = {},
  ): Promise<ResultOf<M>> {
    return this.#gpu.alive(measure(this.#gpu, metric, inputs, options)) as Promise<ResultOf<M>>;
  }

  /**
   * The loss of a stream of batches of any size, as if they were one batch: totals are kept in float64, never a
   * mean of means. While a batch is computed the next one is fetched and uploaded; no more than two are alive.
   * Losses that compare items with each other (similarity, pairwiseAuc, softF1) do so within each batch.
   *
   * Under `{ partial: true }` it gives a small JSON value for `mergePartials` and `finishPartial`.
   */
  evaluateStream<const O extends EvaluateStreamOptions = Omit<EvaluateStreamOptions, "partial">>(
    loss: Loss,
    batches: Batches<Batch>,
    options?: O,
  ): Promise<O extends { readonly partial: true } ? PartialResult : StreamResult> {
    return this.#gpu.alive(evaluateStream(this.#gpu, loss, batches, options ?? {})) as never;
  }

  /**
   * Losses and metrics of a stream of batches, in one pass: one of them, or several by name, as in
   * `{ logLoss: binaryCrossEntropyWithLogits(), auc: { metric: rocAuc({ bins: 65536 }), inputs: { scores: "logits" } } }`.
   * Each takes from a batch what it reads, inputs that several read are uploaded once, and what nobody reads is
   * an error. A loss is reduced by its default. Otherwise as `evaluateStream`.
   */
  measureStream<
    const M extends Measured | Readonly<Record<string, Measured>>,
    const O extends StreamOptions = Omit<StreamOptions, "partial">,
  >(
    measured: M,
    batches: Batches<Batch>,
    options?: O,
  ): Promise<
    O extends { readonly partial: true }
      ? PartialResult
      : M extends Measured
        ? StreamedValue
        : { readonly [K in keyof M]: StreamedValue }
  > {
    return this.#gpu.alive(measureStream(this.#gpu, measured, batches, options ?? {})) as never;
  }

  /**
   * Makes a loss ready for inputs of known shape: pipelines and buffers, so that encoding it in a
   * training step allocates nothing, submits nothing and waits for nothing.
   */
  compile(
    loss: Loss,
    shapes: Readonly<Record<string, InputShape | undefined>>,
    options: CompileOptions = {},
  ): Promise<CompiledLoss> {
    return this.#gpu.alive(compile(this.#gpu, loss, shapes, options));
  }

  /**
   * What a compiled loss would run, as data and as a table: kernels, grid, bindings, bytes that each kernel moves, and
   * flops. Told what the device can do, `{ bandwidth, flopRate }` in bytes and operations per second, also how long
   * it takes at least. Nothing runs.
   *
   * @throws InvalidInputError for an option that there is not, or a rate that is no number > 0; otherwise as `compile`
   */
  explain(
    loss: Loss,
    shapes: Readonly<Record<string, InputShape | undefined>>,
    options: ExplainOptions = {},
  ): Explanation {
    return explainLoss(this.#gpu.planDevice, loss, shapes, options);
  }

  /**
   * Puts parameters on the GPU, with what an optimiser keeps of them: encoding a step of it allocates nothing, submits
   * nothing and waits for nothing.
   *
   * @param parameters f32; numbers are laid in one buffer, GPU tensors are updated where they are
   */
  async optimizer<const P extends Readonly<Record<string, ParameterValue>>>(
    optimizer: Optimizer,
    parameters: P,
    options: OptimizerOptions = {},
  ): Promise<CompiledOptimizer<keyof P & string>> {
    return this.#gpu.alive(makeOptimizer<keyof P & string>(this.#gpu, optimizer, parameters, options));
  }

  /** Destroys every buffer that the engine made, and the device if it requested it. */
  destroy(): void {
    this.#gpu.destroy();
    if (this.#ownsDevice) this.#gpu.device.destroy();
  }

  [dispose](): void {
    this.destroy();
  }
}

/** Makes an engine on a GPU that is given, for entries that bring their own. */
export async function createEngineOn(
  gpu: GPU | undefined,
  options: EngineOptions,
  advice?: string,
): Promise<Engine> {
  checkEngineOptions(options);
  const { device: given, memoryLimit } = options;
  if (given)
    return new Engine(new GpuContext(given, describeDevice(given, options.adapter), memoryLimit), false);
  const { device, adapter } = await requestDevice(gpu, options, ...(advice ? [advice] : []));
  return new Engine(new GpuContext(device, describeDevice(device, adapter), memoryLimit), true);
}

/**
 * Makes an engine on the page's GPU, or on the device given.
 *
 * @throws NoDeviceError where there is no WebGPU, saying what to check here
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  return createEngineOn(ambientGPU(), options);
}
