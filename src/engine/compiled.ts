import { checkNames, resolveInput } from "../check/inputs.js";
import { checkOptionNames, type PlanOptions } from "../check/options.js";
import { resolveParams, show } from "../check/params.js";
import type { Definition, Loss } from "../definition.js";
import { InvalidInputError, ShapeError, UnsupportedError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import type { Place, Realised } from "../gpu/realised.js";
import type { EncodeValues } from "../gpu/uniforms.js";
import { usage } from "../gpu/usage.js";
import { divisorModes, type PlanRequest } from "../plan/plan.js";
import {
  type DType,
  elementCount,
  isGPUBuffer,
  isTensor,
  showShape,
  storedBytes,
  type Tensor,
  tensor,
} from "../tensor.js";
import { dispose } from "./dispose.js";
import { checkInPlace } from "./evaluate.js";
import { readStep, type StepRead } from "./read.js";
import { checkBuffer } from "./request.js";
import { checkDivisor, checkScale, type Scalar, scalar } from "./scalars.js";
import type { EncodeOptions } from "./types.js";

/** A realised plan of one part, and how its inputs are called outside. */
export interface Stage {
  readonly plain: Realised;
  /** The same with an upstream gradient per item; for "none" only. */
  readonly perItem: Realised | undefined;
  readonly names: Readonly<Record<string, string>>;
  readonly request: PlanRequest;
  readonly places: Readonly<Record<string, Place>>;
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
  /** Items counted, as a 64-bit number in two u32, the low word first. */
  readonly count: GPUBuffer;
  readonly gradients: Readonly<Record<string, GPUBuffer>>;
  readonly outputs: Readonly<Record<string, GPUBuffer>>;
  /** @internal */
  defaults: EncodeOptions = {};
  readonly #gpu: GpuContext;
  readonly #compiled: Compiled;
  readonly #stages: readonly Stage[];
  readonly #buffers: readonly GPUBuffer[];
  readonly #seen = new WeakSet<GPUBuffer>();
  #refused: Promise<GPUError | null>[] = [];
  #destroyed = false;

  /** @internal */
  constructor(
    gpu: GpuContext,
    compiled: Compiled,
    stages: readonly Stage[],
    target: Target,
    buffers: readonly GPUBuffer[],
  ) {
    this.#gpu = gpu;
    this.#compiled = compiled;
    this.#stages = stages;
    this.#buffers = buffers;
    this.loss = target.loss;
    this.count = target.count;
    this.gradients = target.gradients;
    this.outputs = target.outputs;
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
    const places = this.#places(inputs);
    const { values, perItem, copies } = this.#values(options);
    const isNew = Object.values(places).some(({ buffer }) => !this.#seen.has(buffer));
    const { device } = this.#gpu;
    if (isNew) device.pushErrorScope("validation");
    for (const stage of this.#stages) {
      for (const { from, word } of copies) {
        const side = stage.places.side;
        if (side) encoder.copyBufferToBuffer(from.data, from.offset, side.buffer, 4 * word, 4);
      }
      const realised = (perItem && stage.perItem) || stage.plain;
      realised.encode(encoder, this.#stagePlaces(stage, realised, places, perItem), values(stage));
    }
    if (isNew) {
      this.#refused.push(device.popErrorScope());
      for (const { buffer } of Object.values(places)) this.#seen.add(buffer);
    }
  }

  /** Loss and count of what has been submitted, and the gradients too if asked for. */
  async read(options: { readonly gradients?: boolean } = {}): Promise<StepRead> {
    this.#assertUsable();
    checkOptionNames(this.#compiled.definition.name, options, ["gradients"]);
    const refused = this.#refused;
    this.#refused = [];
    for (const error of await this.#gpu.alive(Promise.all(refused))) {
      if (!error) continue;
      throw new InvalidInputError(
        `${this.#compiled.definition.name}: the device refused an encode: ${error.message}. Give live buffers of engine.device.`,
      );
    }
    return readStep(this.#gpu, this, this.#compiled, this.#stages, options.gradients === true);
  }

  /** Destroys the step's buffers; whatever was submitted still runs. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    for (const { plain, perItem } of this.#stages) {
      plain.destroy();
      perItem?.destroy();
    }
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

  /** The buffers given for the inputs, each as it was compiled. */
  #places(inputs: Readonly<Record<string, EncodeInput>>): Record<string, Place> {
    const { definition, inputs: compiled, options } = this.#compiled;
    const { name } = definition;
    const given = Object.keys(inputs).filter((key) => inputs[key] !== undefined);
    checkNames(definition, given);
    for (const key of given) {
      if (!compiled[key]) {
        throw new InvalidInputError(
          `${name}: ${key} was not there when this was compiled; compile with its shape, or leave it out.`,
          { input: key },
        );
      }
    }
    const places: Record<string, Place> = {};
    const sources: Record<string, { data: GPUBuffer }> = {};
    for (const [key, { shape, dtype }] of Object.entries(compiled)) {
      const value = inputs[key];
      if (value === undefined) {
        throw new InvalidInputError(
          `${name}: input "${key}" is missing; it was compiled with ${showShape(shape)}.`,
          {
            input: key,
          },
        );
      }
      const wrapped = isTensor(value) ? value : isGPUBuffer(value) ? this.#wrap(key, value) : undefined;
      const data = wrapped?.data;
      if (!wrapped || !isGPUBuffer(data)) {
        throw new InvalidInputError(
          `${name}: ${key} is ${show(value)}; encode takes GPU buffers: give a GPUBuffer or tensor(buffer, shape).`,
          { input: key },
        );
      }
      if (wrapped.shape.length !== shape.length || wrapped.shape.some((axis, i) => axis !== shape[i])) {
        throw new ShapeError(
          `${name}: ${key} has shape ${showShape(wrapped.shape)} and was compiled with ${showShape(shape)}; give that shape, or compile for this one.`,
        );
      }
      const found = wrapped.dtype === "u32" && dtype === "i32" ? "i32" : wrapped.dtype;
      if (found !== dtype) {
        throw new InvalidInputError(
          `${name}: ${key} has dtype ${wrapped.dtype} and was compiled with ${dtype}; give that dtype, or compile for this one.`,
          { input: key },
        );
      }
      const source = { data, shape, dtype, bits: false, offset: wrapped.offset };
      checkBuffer(name, key, source, this.#gpu.device.limits.minStorageBufferOffsetAlignment);
      sources[key] = { data };
      places[key] = { buffer: data, offset: wrapped.offset };
    }
    checkInPlace(name, options.inPlace, sources);
    return places;
  }

  /** A bare buffer has the shape and dtype that were compiled. */
  #wrap(key: string, buffer: GPUBuffer): Tensor<GPUBuffer> {
    const { definition, inputs } = this.#compiled;
    const { shape, dtype } = inputs[key] ?? { shape: [], dtype: "f32" };
    const needed = storedBytes(shape, dtype);
    if (buffer.size < needed) {
      throw new ShapeError(
        `${definition.name}: the buffer of ${key} has ${buffer.size} bytes and shape ${showShape(shape)} of ${dtype} needs ${needed}; give a larger buffer.`,
      );
    }
    return tensor(buffer, shape, { dtype });
  }

  /** Divisor, scale and parameters of this encode. */
  #values(given: EncodeOptions): {
    values: (stage: Stage) => EncodeValues;
    perItem: Place | undefined;
    copies: { from: Tensor<GPUBuffer>; word: number }[];
  } {
    const { definition, options, items } = this.#compiled;
    const { name } = definition;
    const { divisor: askedDivisor, gradientScale: askedScale } = { ...this.defaults, ...given };
    const copies: { from: Tensor<GPUBuffer>; word: number }[] = [];
    const number = (value: Scalar, option: string, word: number): number => {
      if (typeof value === "number") return value;
      if (!(value.data.usage & usage.copySrc)) {
        throw new InvalidInputError(
          `${name}: the buffer of ${option} has no usage COPY_SRC, by which it is brought here; create it with GPUBufferUsage.COPY_SRC.`,
          { input: option },
        );
      }
      copies.push({ from: value, word });
      return 1;
    };
    let divisor: number | undefined;
    if (askedDivisor !== undefined) {
      const value = scalar(name, "divisor", askedDivisor);
      checkDivisor(name, value, options.reduction);
      divisor = number(value, "divisor", 0);
    }
    const divisorMode =
      divisor === undefined
        ? divisorModes.natural
        : copies.length > 0
          ? divisorModes.tensor
          : divisorModes.number;
    let perItem: Place | undefined;
    let gradientScale = 1;
    let scaleMode = 0;
    if (askedScale !== undefined) {
      if (
        options.reduction === "none" &&
        isTensor(askedScale) &&
        elementCount(askedScale.shape) === items &&
        items !== 1
      ) {
        const source = resolveInput(name, "gradientScale", "real", askedScale);
        if (!isGPUBuffer(source.data)) {
          throw new InvalidInputError(`${name}: gradientScale is no GPU tensor; encode takes GPU buffers.`, {
            input: "gradientScale",
          });
        }
        checkBuffer(name, "gradientScale", source, this.#gpu.device.limits.minStorageBufferOffsetAlignment);
        perItem = { buffer: source.data, offset: source.offset };
      } else {
        const before = copies.length;
        gradientScale = number(scalar(name, "gradientScale", askedScale), "gradientScale", 1);
        checkScale(name, gradientScale);
        scaleMode = copies.length > before ? 1 : 0;
      }
    }
    const values = ({ request }: Stage): EncodeValues => ({
      gradientScale,
      scaleMode,
      divisor: divisor ?? 1,
      divisorMode,
      ratio: 1,
      params: this.#params(request, given.params),
    });
    return { values, perItem, copies };
  }

  #params(request: PlanRequest, given: EncodeOptions["params"]): Readonly<Record<string, number>> {
    const { definition, params } = request;
    if (!given) return definition.numbers(params);
    for (const [key, value] of Object.entries(given)) {
      if (typeof value === "number" || !(key in definition.params)) continue;
      throw new InvalidInputError(
        `${definition.name}: params.${key} is ${show(value)}; encode takes the loss's numeric parameters.`,
        { input: key },
      );
    }
    return definition.numbers(resolveParams(definition.name, definition.params, { ...params, ...given }));
  }

  /** Every buffer that a stage's plan names. */
  #stagePlaces(
    { places, names, request }: Stage,
    { plan }: Realised,
    inputs: Readonly<Record<string, Place>>,
    perItem: Place | undefined,
  ): Record<string, Place> {
    const all: Record<string, Place> = {
      ...places,
      loss: { buffer: this.loss, offset: 0 },
      count: { buffer: this.count, offset: 0 },
    };
    if (perItem) all.upstream = perItem;
    for (const name of Object.keys(plan.buffers)) {
      const [role, inner = ""] = name.split(/\/(.*)/s);
      const outer = names[inner] ?? inner;
      const input = inputs[outer];
      if (role === "input" && input) all[name] = input;
      if (role === "gradient") {
        const buffer = this.gradients[outer];
        if (buffer) all[name] = { buffer, offset: 0 };
        else if (input && request.inPlace.includes(inner)) all[name] = input;
      }
      const output = this.outputs[inner];
      if (role === "output" && output) all[name] = { buffer: output, offset: 0 };
    }
    return all;
  }
}
