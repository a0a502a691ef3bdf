import type { Binding, Dispatch, Plan, Step } from "../plan/plan.js";
import type { Pipeline, PipelineCache } from "./pipelines.js";
import { type EncodeValues, UniformRing } from "./uniforms.js";

/** A buffer of the outside and where its data begin in it. */
export interface Place {
  readonly buffer: GPUBuffer;
  readonly offset: number;
}

/** Bind groups kept for buffers seen before: at least so many, and of a long plan those of a few encodes. */
const keptBindGroups = 64;
const keptEncodes = 4;

/**
 * A plan with its pipelines made and its own buffers at hand: encoding it allocates nothing, submits
 * nothing and waits for nothing.
 */
export class Realised {
  readonly plan: Plan;
  readonly #device: GPUDevice;
  readonly #pipelines: readonly Pipeline[];
  readonly #uniforms: UniformRing;
  readonly #bindGroups = new Map<string, GPUBindGroup>();
  readonly #ids = new WeakMap<GPUBuffer, number>();
  #lastId = 0;

  private constructor(device: GPUDevice, plan: Plan, dispatches: Dispatch[], pipelines: Pipeline[]) {
    this.#device = device;
    this.plan = plan;
    this.#pipelines = pipelines;
    this.#uniforms = new UniformRing(device, dispatches, plan.label);
  }

  static async make(device: GPUDevice, cache: PipelineCache, plan: Plan): Promise<Realised> {
    const dispatches = plan.steps.filter((step) => step.kind === "dispatch");
    const pipelines = await Promise.all(dispatches.map((dispatch) => cache.get(dispatch)));
    return new Realised(device, plan, dispatches, pipelines);
  }

  /** The same without waiting. */
  static makeNow(device: GPUDevice, cache: PipelineCache, plan: Plan): Realised {
    const dispatches = plan.steps.filter((step) => step.kind === "dispatch");
    return new Realised(
      device,
      plan,
      dispatches,
      dispatches.map((dispatch) => cache.getNow(dispatch)),
    );
  }

  /** Encodes every step. `places` has every buffer of the plan by name. */
  encode(encoder: GPUCommandEncoder, places: Readonly<Record<string, Place>>, values: EncodeValues): void {
    const offsets = this.#uniforms.offsets(values);
    let pass: GPUComputePassEncoder | undefined;
    let index = 0;
    for (const step of this.plan.steps) {
      if (step.kind !== "dispatch") {
        pass?.end();
        pass = undefined;
        if (step.kind === "copy") this.#copy(encoder, step, places);
        else this.#clear(encoder, step.buffer, places);
        continue;
      }
      pass ??= encoder.beginComputePass({ label: this.plan.label });
      const pipeline = this.#pipelines[index];
      if (pipeline) {
        pass.setPipeline(pipeline.pipeline);
        pass.setBindGroup(0, this.#bindGroup(step, index, pipeline, places), [offsets[index] ?? 0]);
        pass.dispatchWorkgroups(step.workgroups);
      }
      index++;
    }
    pass?.end();
  }

  destroy(): void {
    this.#uniforms.destroy();
    this.#bindGroups.clear();
  }

  #copy(
    encoder: GPUCommandEncoder,
    { from, to, size }: Step & { kind: "copy" },
    places: Readonly<Record<string, Place>>,
  ): void {
    const source = place(places, from.buffer);
    const target = place(places, to.buffer);
    encoder.copyBufferToBuffer(
      source.buffer,
      source.offset + from.offset,
      target.buffer,
      target.offset + to.offset,
      size,
    );
  }

  #clear(encoder: GPUCommandEncoder, name: string, places: Readonly<Record<string, Place>>): void {
    const { buffer, offset } = place(places, name);
    encoder.clearBuffer(buffer, offset, this.plan.buffers[name]?.size ?? 0);
  }

  #bindGroup(
    dispatch: Dispatch,
    index: number,
    { layout }: Pipeline,
    places: Readonly<Record<string, Place>>,
  ): GPUBindGroup {
    const uniform = this.#uniforms.buffer;
    const bound = dispatch.bindings.map((binding) => resource(places, binding));
    const key = [index, this.#id(uniform), ...bound.flatMap((at) => [this.#id(at.buffer), at.offset])].join();
    let group = this.#bindGroups.get(key);
    if (!group) {
      group = this.#device.createBindGroup({
        label: dispatch.label,
        layout,
        entries: [
          { binding: 0, resource: { buffer: uniform, size: Math.max(16, 4 * dispatch.uniform.length) } },
          ...bound.map((at, i) => ({ binding: i + 1, resource: at })),
        ],
      });
      const [oldest] = this.#bindGroups.keys();
      const most = Math.max(keptBindGroups, keptEncodes * this.#pipelines.length);
      if (this.#bindGroups.size >= most && oldest !== undefined) this.#bindGroups.delete(oldest);
      this.#bindGroups.set(key, group);
    }
    return group;
  }

  #id(buffer: GPUBuffer): number {
    let id = this.#ids.get(buffer);
    if (id === undefined) {
      id = ++this.#lastId;
      this.#ids.set(buffer, id);
    }
    return id;
  }
}

function place(places: Readonly<Record<string, Place>>, name: string): Place {
  const found = places[name];
  if (!found) throw new Error(`the plan names a buffer "${name}" that was not brought`);
  return found;
}

function resource(
  places: Readonly<Record<string, Place>>,
  { buffer: name, offset, size }: Binding,
): { buffer: GPUBuffer; offset: number; size: number } {
  const { buffer, offset: base } = place(places, name);
  return { buffer, offset: base + offset, size };
}
