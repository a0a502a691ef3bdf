/** Plans held to every device's limits, and their modules compiled, each text once, on a device that runs nothing. */
import { afterAll, beforeAll } from "vitest";
import { PipelineCache } from "../../src/gpu/pipelines.js";
import type { Plan } from "../../src/plan/plan.js";
import { complaints } from "./complaints.js";
import { nullDevice } from "./nullDevice.js";
import { dispatchesOf } from "./plans.js";

export interface Judged {
  /** How many modules there were. */
  readonly count: number;
  readonly messages: readonly string[];
}

/**
 * For one file of tests: it has a device while they run.
 *
 * @param faultsOf what is said of a plan beside its text
 */
export function nullDesk(
  faultsOf: (plan: Plan) => readonly string[] = complaints,
): (plans: Iterable<Plan>) => Promise<Judged> {
  let device: GPUDevice;
  let modules = 0;
  beforeAll(async () => {
    device = await nullDevice(["subgroups"]);
  });
  afterAll(() => {
    console.log(`${modules} modules are valid`);
    device.destroy();
  });
  return async (plans) => {
    const cache = new PipelineCache(device);
    const messages = new Set<string>();
    const seen = new Map<string, Promise<unknown>>();
    for (const plan of plans) {
      for (const text of faultsOf(plan)) messages.add(text);
      for (const dispatch of dispatchesOf(plan)) {
        const { code } = dispatch.module;
        if (seen.has(code)) continue;
        const compiled = cache.get(dispatch).catch((error: Error) => messages.add(error.message));
        seen.set(code, compiled);
      }
    }
    await Promise.all(seen.values());
    modules += seen.size;
    return { count: seen.size, messages: [...messages] };
  };
}
