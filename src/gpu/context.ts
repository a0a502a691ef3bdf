import { DeviceLostError, InvalidInputError, UnsupportedError } from "../errors.js";
import type { PlanDevice } from "../plan/plan.js";
import { type EngineInfo, subgroupSizeOf } from "./device.js";
import { type PipelineCache, pipelinesOf } from "./pipelines.js";
import { BufferPool } from "./pool.js";
import { Readback, type Wanted } from "./readback.js";
import { computeStage } from "./usage.js";

/** A device with what belongs to it: pipelines, buffers, and whether it is still there. */
export class GpuContext {
  readonly device: GPUDevice;
  readonly info: EngineInfo;
  readonly pipelines: PipelineCache;
  readonly pool: BufferPool;
  readonly lost: Promise<GPUDeviceLostInfo>;
  #lostError: DeviceLostError | undefined;
  #destroyed = false;
  #turn: Promise<void> = Promise.resolve();
  readonly #waiting = new Set<(error: unknown) => void>();
  readonly #dependents = new Set<{ destroy(): void }>();

  constructor(device: GPUDevice, info: EngineInfo, memoryLimit: number | undefined) {
    this.device = device;
    this.info = info;
    this.pipelines = pipelinesOf(device);
    this.pool = new BufferPool(device, memoryLimit);
    this.lost = device.lost;
    void device.lost.then((reason) => {
      this.#lostError = new DeviceLostError(
        `the GPU device was lost (${reason.reason}: ${reason.message || "no reason given"}); make a new engine with createEngine().`,
      );
      this.#rejectWaiting();
    });
  }

  /** What planning needs to know of the device. */
  get planDevice(): PlanDevice {
    const { limits } = this.device;
    return {
      software: this.info.software,
      maxBindingSize: Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize),
      maxInvocations: Math.min(limits.maxComputeInvocationsPerWorkgroup, limits.maxComputeWorkgroupSizeX),
      offsetAlignment: limits.minStorageBufferOffsetAlignment,
      subgroupSize: subgroupSizeOf(this.device),
    };
  }

  /** Throws if nothing can run any more. */
  assertAlive(): void {
    const ended = this.#ended();
    if (ended) throw ended;
  }

  /** What a device operation gives, or the loss of the device (or the engine's end) if that comes first. */
  alive<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      const settle = (): void => void this.#waiting.delete(reject);
      work.then(
        (value) => {
          settle();
          resolve(value);
        },
        (error) => {
          settle();
          // A lost device also shows as a failed map or an aborted pipeline: tell the cause, not the symptom.
          setTimeout(() => reject(this.#ended() ?? error), 0);
        },
      );
    });
  }

  /**
   * Brings slices of buffers to the host.
   *
   * @throws InvalidInputError with the device's words where it refuses to copy
   */
  async read(wanted: readonly Wanted[]): Promise<ArrayBuffer[]> {
    const readback = await Readback.prepare(this.pool, wanted);
    this.device.pushErrorScope("validation");
    const encoder = this.device.createCommandEncoder({ label: "fusedloss/read" });
    readback.encode(encoder);
    this.device.queue.submit([encoder.finish()]);
    const scope = this.device.popErrorScope();
    const reading = this.alive(readback.read());
    reading.catch(() => {});
    const refused = await this.alive(scope);
    const bytes = await reading;
    if (refused) throw new InvalidInputError(refused.message);
    return bytes;
  }

  /** What the device says against binding a buffer: it was destroyed, or it is another device's. */
  async faultOf(buffer: GPUBuffer): Promise<string | undefined> {
    const { device } = this;
    device.pushErrorScope("validation");
    const layout = device.createBindGroupLayout({
      entries: [{ binding: 0, visibility: computeStage, buffer: { type: "read-only-storage" } }],
    });
    const group = device.createBindGroup({ layout, entries: [{ binding: 0, resource: { buffer } }] });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setBindGroup(0, group);
    pass.end();
    device.queue.submit([encoder.finish()]);
    return (await device.popErrorScope())?.message;
  }

  /** One after the other: calls that share a memoryLimit would each take what the other counted on. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.pool.limit === Number.POSITIVE_INFINITY) return work();
    const turn = this.#turn.then(work);
    this.#turn = turn.then(
      () => {},
      () => {},
    );
    return turn;
  }

  /** Something that is destroyed with the engine, unless it goes before. */
  hold(dependent: { destroy(): void }): void {
    this.#dependents.add(dependent);
  }

  letGo(dependent: { destroy(): void }): void {
    this.#dependents.delete(dependent);
  }

  #ended(): Error | undefined {
    if (this.#destroyed) {
      return new UnsupportedError("this engine was destroyed; make a new one with createEngine().");
    }
    return this.#lostError;
  }

  #rejectWaiting(): void {
    const error = this.#ended();
    for (const reject of this.#waiting) reject(error);
    this.#waiting.clear();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    for (const dependent of this.#dependents) dependent.destroy();
    this.pool.destroyAll();
    this.#rejectWaiting();
  }
}
