import { OutOfMemoryError, UnsupportedError } from "../errors.js";

/** Sizes are rounded up to an eighth of their power of two, so that near sizes share buffers. */
function sizeClass(size: number): number {
  const step = Math.max(256, 2 ** Math.floor(Math.log2(Math.max(1, size))) / 8);
  return Math.ceil(size / step) * step;
}

/** An idle buffer serves requests down to this share of its size. */
const nearness = 4;

/** Idle buffers beyond this are given back to the device. */
const idleLimit = 512 * 2 ** 20;

/**
 * Every buffer that the engine makes goes through here: pooled ones are reused (new buffers are
 * zero-filled by the device, which costs a pass), all are counted against `memoryLimit`, and all are
 * destroyed with the engine.
 */
export class BufferPool {
  readonly #device: GPUDevice;
  readonly #limit: number;
  /** By usage. */
  readonly #idle = new Map<number, GPUBuffer[]>();
  readonly #owned = new Set<GPUBuffer>();
  #idleBytes = 0;
  #heldBytes = 0;
  #closed = false;

  constructor(device: GPUDevice, limit = Number.POSITIVE_INFINITY) {
    this.#device = device;
    this.#limit = limit;
  }

  /** Bytes that may still be taken. */
  get available(): number {
    return this.#limit - (this.#heldBytes - this.#idleBytes);
  }

  get limit(): number {
    return this.#limit;
  }

  /**
   * A buffer of at least `size` bytes, which comes back by `release`: the smallest idle one that is not much
   * larger. Where there is none, the largest that is a little too small makes room for the new one, so that
   * batches of many sizes, one after the other, do not leave a buffer of each size behind.
   */
  async acquire(size: number, usage: number, label: string): Promise<GPUBuffer> {
    const bytes = Math.max(size, Math.min(sizeClass(size), this.#device.limits.maxBufferSize));
    const idle = this.#idle.get(usage) ?? [];
    const near = idle.filter((buffer) => buffer.size < nearness * bytes && nearness * buffer.size > bytes);
    const fitting = near.filter((buffer) => buffer.size >= size);
    const best = fitting.reduce<GPUBuffer | undefined>(
      (least, buffer) => (least && least.size <= buffer.size ? least : buffer),
      undefined,
    );
    if (best) {
      this.#takeIdle(best);
      best.label = label;
      return best;
    }
    const replaced = near.reduce<GPUBuffer | undefined>(
      (most, buffer) => (most && most.size >= buffer.size ? most : buffer),
      undefined,
    );
    if (replaced) {
      this.#takeIdle(replaced);
      this.destroy(replaced);
    }
    return this.create(bytes, usage, label);
  }

  release(buffer: GPUBuffer): void {
    if (!this.#owned.has(buffer)) return;
    if (this.#idleBytes + buffer.size > Math.min(idleLimit, this.#limit / 2)) {
      this.destroy(buffer);
      return;
    }
    const idle = this.#idle.get(buffer.usage);
    if (idle) idle.push(buffer);
    else this.#idle.set(buffer.usage, [buffer]);
    this.#idleBytes += buffer.size;
  }

  #takeIdle(buffer: GPUBuffer): void {
    const idle = this.#idle.get(buffer.usage) ?? [];
    idle.splice(idle.indexOf(buffer), 1);
    this.#idleBytes -= buffer.size;
  }

  /** A buffer of exactly `size` bytes, counted until `destroy` or `disown`. */
  async create(size: number, usage: number, label: string): Promise<GPUBuffer> {
    this.#assertOpen(label);
    if (this.#heldBytes + size > this.#limit) this.#dropIdle();
    if (this.#heldBytes + size > this.#limit) {
      throw new OutOfMemoryError(
        `${label}: ${size} bytes are needed and ${this.#limit - this.#heldBytes} of memoryLimit ${this.#limit} are left; raise memoryLimit, or destroy compiled losses and GPU results that are no longer used.`,
      );
    }
    const { maxBufferSize } = this.#device.limits;
    if (size > maxBufferSize) {
      throw new OutOfMemoryError(
        `${label}: a buffer of ${size} bytes is needed and this device allows ${maxBufferSize} (maxBufferSize); use a smaller batch, or give typed arrays, which are split.`,
      );
    }
    this.#device.pushErrorScope("out-of-memory");
    const buffer = this.#device.createBuffer({ size, usage, label });
    const failed = await this.#device.popErrorScope();
    if (failed) {
      buffer.destroy();
      throw new OutOfMemoryError(
        `${label}: the device has no room for ${size} bytes (${failed.message}); use a smaller batch or set memoryLimit.`,
      );
    }
    if (this.#closed) buffer.destroy();
    this.#assertOpen(label);
    this.#owned.add(buffer);
    this.#heldBytes += size;
    return buffer;
  }

  destroy(buffer: GPUBuffer): void {
    this.disown(buffer);
    buffer.destroy();
  }

  /** The user has it now, and destroys it. */
  disown(buffer: GPUBuffer): void {
    if (this.#owned.delete(buffer)) this.#heldBytes -= buffer.size;
  }

  /** Destroys every buffer; a call that is still under way gets no more. */
  destroyAll(): void {
    this.#closed = true;
    for (const buffer of this.#owned) buffer.destroy();
    this.#owned.clear();
    this.#idle.clear();
    this.#idleBytes = 0;
    this.#heldBytes = 0;
  }

  #assertOpen(label: string): void {
    if (this.#closed) throw new UnsupportedError(`${label}: the engine was destroyed meanwhile.`);
  }

  #dropIdle(): void {
    for (const buffers of this.#idle.values()) for (const buffer of buffers) this.destroy(buffer);
    this.#idle.clear();
    this.#idleBytes = 0;
  }
}
