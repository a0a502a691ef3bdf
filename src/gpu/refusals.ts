import { InvalidInputError } from "../errors.js";

/** What the device has against the buffers of encodes: encoding waits for nothing, so it is told at the next read. */
export class Refusals {
  readonly #device: GPUDevice;
  readonly #seen = new WeakSet<GPUBuffer>();
  readonly #waiting = new Set<Promise<GPUError | null>>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Encodes; what the device says of a buffer that is new here is kept. */
  watch(buffers: readonly GPUBuffer[], encode: () => void): void {
    if (buffers.every((buffer) => this.#seen.has(buffer))) {
      encode();
      return;
    }
    this.#device.pushErrorScope("validation");
    try {
      encode();
    } finally {
      const scope = this.#device.popErrorScope();
      this.#waiting.add(scope);
      const forget = (): void => void this.#waiting.delete(scope);
      scope.then((error) => error ?? forget(), forget);
    }
    for (const buffer of buffers) this.#seen.add(buffer);
  }

  /** @throws InvalidInputError with the device's words, once for each encode that it refused */
  async raise(where: string): Promise<void> {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const error of await Promise.all(waiting)) {
      if (!error) continue;
      throw new InvalidInputError(
        `${where}: the device refused an encode: ${error.message}. Give live buffers of engine.device.`,
      );
    }
  }
}
