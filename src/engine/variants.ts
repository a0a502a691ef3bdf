import type { Params } from "../definition.js";
import type { GpuContext } from "../gpu/context.js";
import { Realised } from "../gpu/realised.js";
import { fixArrays } from "../plan/fixArrays.js";
import type { Plan, PlanRequest } from "../plan/plan.js";

/**
 * A stage's plan realised: as compiled, with an upstream gradient per item ("none" only), and as other
 * parameters want it. A body's compile-time switches follow the parameters (no smoothing, no code for
 * it), so an encode that says them anew may need another kernel; it is made then, once.
 */
export class Variants {
  readonly #request: PlanRequest;
  readonly #made = new Map<string, Realised>();

  private constructor(request: PlanRequest) {
    this.#request = request;
  }

  static async make(gpu: GpuContext, request: PlanRequest): Promise<Variants> {
    const variants = new Variants(request);
    const perItem = request.reduction === "none" && request.gradients.length > 0 ? [true] : [];
    for (const scalePerItem of [false, ...perItem]) {
      const plan = variants.#plan(request.params, scalePerItem);
      const realised = await gpu.alive(Realised.make(gpu.device, gpu.pipelines, plan));
      variants.#made.set(variants.#key(request.params, scalePerItem), realised);
    }
    return variants;
  }

  /** Those made so far; all name the same buffers. */
  get all(): readonly Realised[] {
    return [...this.#made.values()];
  }

  get(gpu: GpuContext, params: Params, scalePerItem: boolean): Realised {
    const key = this.#key(params, scalePerItem);
    let realised = this.#made.get(key);
    if (!realised) {
      const plan = this.#plan(params, scalePerItem);
      realised = Realised.makeNow(gpu.device, gpu.pipelines, plan);
      this.#made.set(key, realised);
    }
    return realised;
  }

  destroy(): void {
    for (const realised of this.all) realised.destroy();
  }

  #plan(params: Params, scalePerItem: boolean): Plan {
    const { definition, device } = this.#request;
    return fixArrays(definition.plan({ ...this.#request, params, scalePerItem }), device);
  }

  #key(params: Params, scalePerItem: boolean): string {
    const { definition, inputs, outputs } = this.#request;
    const given = [...Object.keys(inputs), ...outputs.map((name) => `output:${name}`)];
    const flags = "flags" in definition ? definition.flags(params, given) : {};
    // ignoreIndex is a number of the plan, not of the body.
    return JSON.stringify([flags, params.ignoreIndex, scalePerItem]);
  }
}
