import type { Plan } from "../../src/plan/plan.js";
import { dispatchesOf } from "./plans.js";

const maxStorageBuffers = 8;
const mostWorkgroups = 65_535;

/** What no device would take, as sentences. */
export function complaints(plan: Plan): string[] {
  return dispatchesOf(plan).flatMap(({ label, bindings, workgroups, uniform, module }) => {
    const found: string[] = [];
    if (bindings.length > maxStorageBuffers) found.push(`binds ${bindings.length} storage buffers`);
    if (!(workgroups >= 1 && workgroups <= mostWorkgroups)) found.push(`has ${workgroups} workgroups`);
    if (uniform.length * 4 > 16_384) found.push(`has a uniform block of ${uniform.length * 4} bytes`);
    if (!label.startsWith(plan.label) || module.sections.length === 0) found.push("is not labelled");
    for (const { buffer, offset, size, access } of bindings) {
      const spec = plan.buffers[buffer];
      if (!spec) found.push(`binds ${buffer}, which the plan does not list`);
      if (offset % 256 !== 0) found.push(`binds ${buffer} at ${offset}, no multiple of 256`);
      if (size < 4 || size % 4 !== 0) found.push(`binds ${size} bytes of ${buffer}`);
      if (spec && offset + size > Math.max(4, spec.size)) {
        found.push(`binds ${buffer} up to ${offset + size} of ${spec.size} bytes`);
      }
      const again = bindings.filter((other) => other.buffer === buffer);
      if (access === "read_write" && again.length > 1)
        found.push(`binds ${buffer} to be written, and once more`);
    }
    return found.map((what) => `${label} ${what}`);
  });
}
