import type { BufferPool } from "./pool.js";
import { mapModeRead, usage } from "./usage.js";

/** What to bring to the host: `size` bytes (a multiple of 4) from `offset` of a buffer. */
export interface Wanted {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}

/** A staging buffer with copies encoded into it; map it after the submit. */
export class Readback {
  readonly #pool: BufferPool;
  readonly #staging: GPUBuffer;
  readonly #wanted: readonly Wanted[];

  private constructor(pool: BufferPool, staging: GPUBuffer, wanted: readonly Wanted[]) {
    this.#pool = pool;
    this.#staging = staging;
    this.#wanted = wanted;
  }

  static async prepare(pool: BufferPool, wanted: readonly Wanted[]): Promise<Readback> {
    const size = wanted.reduce((total, slice) => total + slice.size, 0);
    const staging = await pool.acquire(
      Math.max(4, size),
      usage.mapRead | usage.copyDst,
      "fusedloss/readback",
    );
    return new Readback(pool, staging, wanted);
  }

  encode(encoder: GPUCommandEncoder): void {
    let at = 0;
    for (const { buffer, offset, size } of this.#wanted) {
      if (size > 0) encoder.copyBufferToBuffer(buffer, offset, this.#staging, at, size);
      at += size;
    }
  }

  /** The bytes of each slice, in the order asked for. */
  async read(): Promise<ArrayBuffer[]> {
    const total = this.#wanted.reduce((sum, { size }) => sum + size, 0);
    if (total > 0) await this.#staging.mapAsync(mapModeRead, 0, total);
    let at = 0;
    const mapped = total > 0 ? this.#staging.getMappedRange(0, total) : new ArrayBuffer(0);
    const slices = this.#wanted.map(({ size }) => {
      const slice = mapped.slice(at, at + size);
      at += size;
      return slice;
    });
    if (total > 0) this.#staging.unmap();
    this.release();
    return slices;
  }

  release(): void {
    this.#pool.release(this.#staging);
  }
}
