import type { Dispatch, UniformField } from "../plan/plan.js";
import { usage } from "./usage.js";

/** What may differ from encode to encode. */
export interface EncodeValues {
  readonly gradientScale: number;
  /** 1 where a tensor multiplies the gradients too. */
  readonly scaleMode: number;
  readonly divisor: number;
  readonly divisorMode: number;
  readonly ratio: number;
  readonly params: Readonly<Record<string, number>>;
}

/** Encodes with values of their own that may wait unsubmitted before a slot is taken again. */
const maxSlots = 4096;

/**
 * Uniform blocks of a realised plan. A submit sees the last `writeBuffer` before it, so every distinct
 * set of values has its own slot, reached by dynamic offsets; the same values share one.
 */
export class UniformRing {
  readonly #device: GPUDevice;
  readonly #dispatches: readonly Dispatch[];
  readonly #stride: readonly number[];
  readonly #slotBytes: number;
  readonly #label: string;
  readonly #slots = new Map<string, number>();
  readonly #buffers: GPUBuffer[] = [];
  #capacity = 0;
  #next = 0;

  constructor(device: GPUDevice, dispatches: readonly Dispatch[], label: string) {
    this.#device = device;
    this.#dispatches = dispatches;
    this.#label = label;
    const alignment = device.limits.minUniformBufferOffsetAlignment;
    this.#stride = dispatches.map(({ uniform }) => Math.ceil((4 * uniform.length) / alignment) * alignment);
    this.#slotBytes = this.#stride.reduce((a, b) => a + b, 0);
  }

  /** The buffer that bind groups point to now; it changes when the ring grows. */
  get buffer(): GPUBuffer {
    return this.#buffers.at(-1) ?? this.#grow();
  }

  /** The offset of each dispatch's block for these values. */
  offsets(values: EncodeValues): number[] {
    const key = JSON.stringify(values, (_, value) =>
      typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
    );
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      slot = this.#take();
      this.#write(slot, values);
    } else {
      // To the end: the slot taken again is the one that went longest unused.
      this.#slots.delete(key);
    }
    this.#slots.set(key, slot);
    let offset = slot * this.#slotBytes;
    return this.#stride.map((stride) => {
      const at = offset;
      offset += stride;
      return at;
    });
  }

  destroy(): void {
    for (const buffer of this.#buffers) buffer.destroy();
  }

  #take(): number {
    if (this.#next < this.#capacity) return this.#next++;
    if (this.#capacity < maxSlots) {
      this.#grow();
      return this.#next++;
    }
    const [oldest] = this.#slots;
    if (!oldest) return 0;
    this.#slots.delete(oldest[0]);
    return oldest[1];
  }

  /** A larger buffer; encodes that are waiting keep the old one. */
  #grow(): GPUBuffer {
    this.#capacity = this.#capacity === 0 ? 4 : Math.min(maxSlots, 8 * this.#capacity);
    const buffer = this.#device.createBuffer({
      label: `${this.#label}/uniforms`,
      size: Math.max(256, this.#capacity * this.#slotBytes),
      usage: usage.uniform | usage.copyDst,
    });
    this.#buffers.push(buffer);
    this.#slots.clear();
    this.#next = 0;
    return buffer;
  }

  #write(slot: number, values: EncodeValues): void {
    const block = new DataView(new ArrayBuffer(this.#slotBytes));
    let offset = 0;
    for (const [i, dispatch] of this.#dispatches.entries()) {
      for (const [word, field] of dispatch.uniform.entries())
        writeField(block, offset + 4 * word, field, values);
      offset += this.#stride[i] ?? 0;
    }
    this.#device.queue.writeBuffer(this.buffer, slot * this.#slotBytes, block.buffer);
  }
}

function writeField(block: DataView, at: number, field: UniformField, values: EncodeValues): void {
  if ("u32" in field) block.setUint32(at, field.u32, true);
  else if ("f32" in field) block.setFloat32(at, field.f32, true);
  else if ("param" in field) block.setFloat32(at, values.params[field.param] ?? 0, true);
  else if (field.value === "scaleMode" || field.value === "divisorMode") {
    block.setUint32(at, values[field.value], true);
  } else block.setFloat32(at, values[field.value], true);
}
