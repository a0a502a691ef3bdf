import { ShaderError } from "../errors.js";
import { locate } from "../plan/compose.js";
import type { Dispatch, ShaderModule } from "../plan/plan.js";
import { computeStage } from "./usage.js";

export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Pipelines by their text and their bindings' access; made without blocking, a failed one is not kept. */
export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #pipelines = new Map<string, Promise<Pipeline>>();
  readonly #ready = new Map<string, Pipeline>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** How many pipelines have been made. */
  get size(): number {
    return this.#pipelines.size;
  }

  get(dispatch: Dispatch): Promise<Pipeline> {
    const key = keyOf(dispatch);
    let made = this.#pipelines.get(key);
    if (!made) {
      made = this.#make(dispatch, accessOf(dispatch));
      this.#pipelines.set(key, made);
      made.then(
        (pipeline) => this.#ready.set(key, pipeline),
        () => this.#pipelines.delete(key),
      );
    }
    return made;
  }

  /** The same at once, for what could not be foreseen: the compiler is waited for. */
  getNow(dispatch: Dispatch): Pipeline {
    const key = keyOf(dispatch);
    let made = this.#ready.get(key);
    if (!made) {
      const { label, module } = dispatch;
      const layout = this.#layout(accessOf(dispatch));
      const pipeline = this.#device.createComputePipeline({
        label,
        layout: this.#device.createPipelineLayout({ label, bindGroupLayouts: [layout] }),
        compute: { module: this.#device.createShaderModule({ label, code: module.code }) },
      });
      made = { pipeline, layout };
      this.#ready.set(key, made);
    }
    return made;
  }

  async #make({ label, module }: Dispatch, access: string): Promise<Pipeline> {
    const layout = this.#layout(access);
    this.#device.pushErrorScope("validation");
    const shader = this.#device.createShaderModule({ label, code: module.code });
    const creating = this.#device.createComputePipelineAsync({
      label,
      layout: this.#device.createPipelineLayout({ label, bindGroupLayouts: [layout] }),
      compute: { module: shader },
    });
    const scope = this.#device.popErrorScope();
    try {
      const pipeline = await creating;
      await scope;
      return { pipeline, layout };
    } catch (cause) {
      throw await explain(label, module, shader, (await scope.catch(() => null))?.message, cause);
    }
  }

  #layout(access: string): GPUBindGroupLayout {
    let layout = this.#layouts.get(access);
    if (!layout) {
      layout = this.#device.createBindGroupLayout({
        label: `fusedloss/${access}`,
        entries: [
          { binding: 0, visibility: computeStage, buffer: { type: "uniform", hasDynamicOffset: true } },
          ...Array.from(access, (letter, i) => ({
            binding: i + 1,
            visibility: computeStage,
            buffer: { type: letter === "r" ? "read-only-storage" : "storage" } as const,
          })),
        ],
      });
      this.#layouts.set(access, layout);
    }
    return layout;
  }
}

/** Engines on one device share what was compiled for it. */
const caches = new WeakMap<GPUDevice, PipelineCache>();

export function pipelinesOf(device: GPUDevice): PipelineCache {
  let cache = caches.get(device);
  if (!cache) {
    cache = new PipelineCache(device);
    caches.set(device, cache);
  }
  return cache;
}

function accessOf({ bindings }: Dispatch): string {
  return bindings.map(({ access }) => (access === "read" ? "r" : "w")).join("");
}

function keyOf(dispatch: Dispatch): string {
  return `${accessOf(dispatch)}\n${dispatch.module.code}`;
}

/** The compiler's messages, each at the file and line that it is about. */
async function explain(
  label: string,
  module: ShaderModule,
  shader: GPUShaderModule,
  scope: string | undefined,
  cause: unknown,
): Promise<ShaderError> {
  const info = await shader.getCompilationInfo().catch(() => undefined);
  const source = module.code.split("\n");
  const messages = (info?.messages ?? [])
    .filter((message) => message.type === "error")
    .map((message) => {
      const place = locate(module, message.lineNum);
      const line = source[message.lineNum - 1] ?? "";
      return `${place.name}:${place.line}:${message.linePos}: ${message.message}\n  ${line.trim()}`;
    });
  const reason = messages.length ? messages.join("\n") : (scope ?? String(cause));
  return new ShaderError(`${label}: the WGSL does not compile.\n${reason}`, { cause });
}
