import type { Source } from "../check/inputs.js";
import { checkTensorNames } from "../check/optimizer.js";
import { show } from "../check/params.js";
import { InvalidInputError, UnsupportedError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import type { Place, Realised } from "../gpu/realised.js";
import { Refusals } from "../gpu/refusals.js";
import { usage } from "../gpu/usage.js";
import type { Optimizer, OptimizerDefinition, OptimizerState, PlannedParameter } from "../optimizer.js";
import { unpackSlot } from "../plan/slots.js";
import { firstStep, stateQuads } from "../plan/tiles.js";
import { type Tensor, tensor } from "../tensor.js";
import type { EncodeInput } from "./compiled.js";
import { dispose } from "./dispose.js";
import { encodedPlace } from "./encodeInputs.js";

/** What was made ready. */
interface Made {
  readonly optimizer: Optimizer;
  readonly definition: OptimizerDefinition;
  readonly slots: readonly string[];
  readonly sources: Readonly<Record<string, Source>>;
  readonly parameters: readonly PlannedParameter[];
}

/** A step whose gradients are buffers apart, and one whose gradients lie together as the parameters do. */
interface Steps {
  readonly apart: Realised;
  readonly together: Realised | undefined;
}

/** What `optimizer.read` brings to the host. */
export interface OptimizerRead<Name extends string = string> {
  readonly parameters: Readonly<Record<Name, Float32Array>>;
  /** Given to `engine.optimizer` it goes on from here, with the same bits. */
  readonly state: OptimizerState<Float32Array>;
}

const gradientWords = { settled: "its parameter has", remedy: "the gradient of that parameter" };

/**
 * Parameters on the GPU and what moves them. `encode` adds a step to a command encoder of yours: no submit, no await,
 * no allocation. Made by `engine.optimizer`.
 */
export class CompiledOptimizer<Name extends string = string> {
  /** Each parameter where it is updated in place, ready for `step.encode`. */
  readonly parameters: Readonly<Record<Name, Tensor<GPUBuffer>>>;
  readonly #gpu: GpuContext;
  readonly #made: Made;
  readonly #steps: Steps;
  readonly #places: Readonly<Record<string, Place>>;
  readonly #buffers: readonly GPUBuffer[];
  readonly #refusals: Refusals;
  #learningRate: number;
  #destroyed = false;

  /** @internal */
  constructor(
    gpu: GpuContext,
    made: Made,
    steps: Steps,
    places: Readonly<Record<string, Place>>,
    buffers: readonly GPUBuffer[],
  ) {
    this.#gpu = gpu;
    this.#made = made;
    this.#steps = steps;
    this.#places = places;
    this.#buffers = buffers;
    this.#refusals = new Refusals(gpu.device);
    this.#learningRate = made.optimizer.params.learningRate as number;
    const tensors = made.parameters.map(({ name, home, offset }) => {
      const place = places[`parameters/${home}`] as Place;
      const { shape } = made.sources[name] as Source;
      return [name, tensor(place.buffer, shape, { offset: place.offset + offset })];
    });
    this.parameters = Object.freeze(Object.fromEntries(tensors));
    gpu.hold(this);
  }

  /** How far a step goes. What is set here holds for the encodes that come after, not for those that were before. */
  get learningRate(): number {
    return this.#learningRate;
  }

  /** @throws InvalidInputError unless it is a finite number ≥ 0 */
  set learningRate(value: number) {
    const { name, params } = this.#made.definition;
    const spec = params.learningRate;
    if (!spec?.accepts(value)) {
      throw new InvalidInputError(`${name}: learningRate is ${show(value)}; it must be ${spec?.range}.`, {
        input: "learningRate",
        ...(typeof value === "number" ? { value } : {}),
      });
    }
    this.#learningRate = value;
  }

  /**
   * Encodes one step: every parameter is moved by its gradient. One dispatch where parameters are in one buffer and
   * gradients in another at the same distances; else as many as eight bindings each ask for.
   *
   * @param gradients one for each parameter: f32, a buffer or a tensor of the parameter's shape
   * @throws ShapeError, InvalidInputError for gradients that do not fit the parameters
   */
  encode(encoder: GPUCommandEncoder, gradients: Readonly<Record<string, EncodeInput>>): void {
    this.#assertUsable();
    const { definition, optimizer, parameters } = this.#made;
    checkTensorNames(
      definition.name,
      "gradient",
      parameters.map(({ name }) => name),
      gradients,
    );
    const places = parameters.map(({ name }) => this.#gradientPlace(name, gradients[name] as EncodeInput));
    const base = this.#steps.together && togetherAt(parameters, places);
    const realised = (base && this.#steps.together) || this.#steps.apart;
    const named = (base ? [base] : places).map((place, i) => [`gradients/${i}`, place]);
    const values = {
      gradientScale: 1,
      scaleMode: 0,
      divisor: 1,
      divisorMode: 0,
      ratio: 1,
      params: definition.numbers({ ...optimizer.params, learningRate: this.#learningRate }),
    };
    const foreign = [...places, ...Object.values(this.#places)].map(({ buffer }) => buffer);
    this.#refusals.watch(foreign, () => {
      realised.encode(encoder, { ...this.#places, ...Object.fromEntries(named) }, values);
    });
  }

  /** The parameters and the state after what has been submitted. */
  async read(): Promise<OptimizerRead<Name>> {
    this.#assertUsable();
    const { definition, optimizer, slots, parameters } = this.#made;
    const { name } = definition;
    await this.#gpu.alive(this.#refusals.raise(name));
    const { side, state } = this.#places;
    const quads = stateQuads(parameters);
    const bytes = await this.#gpu.read([
      ...parameters.map(({ name: key, elements }) => {
        const { data, offset } = this.parameters[key as Name];
        if (!(data.usage & usage.copySrc)) {
          throw new InvalidInputError(
            `${name}: the buffer of ${key} has no usage COPY_SRC, without which it cannot be read; create it with GPUBufferUsage.COPY_SRC.`,
            { input: key },
          );
        }
        return { buffer: data, offset, size: 4 * elements };
      }),
      { buffer: (side as Place).buffer, offset: firstStep, size: 4 },
      ...(state
        ? [{ buffer: state.buffer, offset: 0, size: 16 * slots.length * (quads.at(-1) as number) }]
        : []),
    ]);
    const numbers = bytes.map((one) => new Float32Array(one));
    const packed = numbers[parameters.length + 1] ?? new Float32Array();
    const slotOf = (slot: number): Record<string, Float32Array> =>
      Object.fromEntries(
        parameters.map(({ name: key, elements }, i) => {
          const own = packed.subarray(4 * slots.length * (quads[i] as number));
          return [key, unpackSlot(own, slot, slots.length, elements)];
        }),
      );
    const [step = 0] = new Uint32Array(bytes[parameters.length] ?? []);
    return {
      parameters: Object.fromEntries(parameters.map(({ name: key }, i) => [key, numbers[i]])) as Readonly<
        Record<Name, Float32Array>
      >,
      state: {
        optimizer: optimizer.name,
        ...(definition.counts ? { step } : {}),
        slots: Object.fromEntries(slots.map((slot, k) => [slot, slotOf(k)])),
      },
    };
  }

  /** Destroys the state, and parameters that were not given as GPU tensors; whatever was submitted still runs. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#gpu.letGo(this);
    this.#steps.apart.destroy();
    this.#steps.together?.destroy();
    for (const buffer of this.#buffers) this.#gpu.pool.destroy(buffer);
  }

  [dispose](): void {
    this.destroy();
  }

  #assertUsable(): void {
    this.#gpu.assertAlive();
    if (!this.#destroyed) return;
    throw new UnsupportedError(
      `${this.#made.definition.name}: this optimiser was destroyed; make it anew with engine.optimizer().`,
    );
  }

  #gradientPlace(key: string, value: EncodeInput): Place {
    const { definition, sources } = this.#made;
    const { shape } = sources[key] as Source;
    const alignment = this.#gpu.device.limits.minStorageBufferOffsetAlignment;
    const settled = { shape, dtype: "f32" } as const;
    const where = `${definition.name}: the gradient`;
    const place = encodedPlace(where, key, settled, value, alignment, gradientWords);
    if (Object.values(this.#places).some(({ buffer }) => buffer === place.buffer)) {
      throw new InvalidInputError(
        `${where}: ${key} lies in a buffer of parameters, which the step writes; give gradients a buffer of their own.`,
        { input: key },
      );
    }
    return place;
  }
}

/** Where gradients begin that lie in one buffer at the distances of their parameters, if they do. */
function togetherAt(parameters: readonly PlannedParameter[], places: readonly Place[]): Place | undefined {
  const starts = places.map(({ buffer, offset }, i) => ({
    buffer,
    offset: offset - (parameters[i] as PlannedParameter).offset,
  }));
  const [first] = starts;
  if (!first || first.offset < 0) return undefined;
  return starts.every(({ buffer, offset }) => buffer === first.buffer && offset === first.offset)
    ? first
    : undefined;
}
