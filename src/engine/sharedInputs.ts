import { resolveInput } from "../check/inputs.js";
import type { InputKind } from "../definition.js";
import type { GpuContext } from "../gpu/context.js";
import { upload } from "../gpu/upload.js";
import { dtypeBytes, elementCount, isGPUBuffer, tensor } from "../tensor.js";

/** Inputs that can be taken by name. */
export interface Takeable {
  /** The names of what is there. */
  readonly names: readonly string[];
  /** Of these inputs (own name → the name here) those that are there, under the owner's names. */
  readonly take: (
    owner: string,
    kinds: Readonly<Record<string, InputKind>>,
    names: Readonly<Record<string, string>>,
  ) => Promise<Record<string, unknown>>;
}

/** The same inputs under other names (new name → the name there). */
export function renamedInputs(inputs: Takeable, names: Readonly<Record<string, string>>): Takeable {
  return {
    names: Object.keys(names).filter((name) => inputs.names.includes(names[name] as string)),
    take: (owner, kinds, own) => {
      const outer = Object.entries(own).flatMap(([inner, name]) => {
        const there = names[name];
        return there === undefined ? [] : [[inner, there] as const];
      });
      return inputs.take(owner, kinds, Object.fromEntries(outer));
    },
  };
}

/**
 * A batch's inputs, for everything that reads them. Where several do, each input goes to the GPU once;
 * what is too large for that stays where it is and is cut by who takes it.
 */
export class SharedInputs implements Takeable {
  readonly #gpu: GpuContext;
  readonly #inputs: Readonly<Record<string, unknown>>;
  readonly #shares: boolean;
  readonly #uploads = new Map<string, Promise<unknown>>();
  readonly #held: GPUBuffer[] = [];

  /** @param shares there is more than one who takes inputs */
  constructor(gpu: GpuContext, inputs: Readonly<Record<string, unknown>>, shares: boolean) {
    this.#gpu = gpu;
    this.#inputs = inputs;
    // Under a memoryLimit a part of an input may be all that fits.
    this.#shares = shares && gpu.pool.limit === Number.POSITIVE_INFINITY;
  }

  get names(): string[] {
    return Object.keys(this.#inputs).filter((name) => this.#inputs[name] !== undefined);
  }

  async take(
    owner: string,
    kinds: Readonly<Record<string, InputKind>>,
    names: Readonly<Record<string, string>>,
  ): Promise<Record<string, unknown>> {
    const own: Record<string, unknown> = {};
    for (const [inner, outer] of Object.entries(names)) {
      const value = this.#inputs[outer];
      if (value === undefined) continue;
      own[inner] = this.#shares ? await this.#shared(owner, inner, kinds[inner] ?? "real", outer) : value;
    }
    return own;
  }

  release(): void {
    for (const buffer of this.#held.splice(0)) this.#gpu.pool.release(buffer);
  }

  #shared(owner: string, inner: string, kind: InputKind, outer: string): Promise<unknown> {
    const value = this.#inputs[outer];
    const source = resolveInput(owner, inner, kind, value);
    const { data, dtype, bits, shape } = source;
    const bytes = elementCount(shape) * dtypeBytes(dtype);
    if (isGPUBuffer(data) || bytes > this.#gpu.planDevice.maxBindingSize) return Promise.resolve(value);
    // A mask is read as it counts, other numbers as they are.
    const key = `${outer}/${dtype}/${kind === "mask"}`;
    let uploaded = this.#uploads.get(key);
    if (!uploaded) {
      uploaded = upload(this.#gpu.device, this.#gpu.pool, `fusedloss/stream/${outer}`, {
        data,
        dtype,
        bits,
      }).then((buffer) => {
        this.#held.push(buffer);
        return tensor(buffer, shape, { dtype });
      });
      this.#uploads.set(key, uploaded);
    }
    return uploaded;
  }
}
