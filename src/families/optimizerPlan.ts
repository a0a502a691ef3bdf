import type { OptimizerRequest } from "../optimizer.js";
import type { BufferSpec, Plan } from "../plan/plan.js";
import { stateQuads, tilesOf } from "../plan/tiles.js";
import { type Group, groupsOf } from "./optimizerGroups.js";
import { OptimizerKernels } from "./optimizerKernels.js";

/** The default limit on storage buffers per shader stage: no dispatch of ours binds more. */
const maxStorageBuffers = 8;

/** A tile is so many quads for each lane of a workgroup. */
const quadsPerLane = { software: 64, hardware: 4 };

/** A step → its dispatches: one per group of tiles; before them, where the norm is clipped, its squares and the clip. */
export function planOptimizer(request: OptimizerRequest): Plan {
  const { definition, params, parameters, homes, device } = request;
  const slots = definition.slots(params);
  const workgroup = device.software ? 32 : 256;
  const usual = 4 * workgroup * quadsPerLane[device.software ? "software" : "hardware"];
  // No larger than what a binding of the state holds, in its blocks.
  const bound = 64 * Math.floor(device.maxBindingSize / (256 * Math.max(1, slots.length)));
  const tiles = tilesOf(parameters, Math.min(usual, bound));
  const kernels = new OptimizerKernels(request, slots, tiles, workgroup);
  // The tiles are bound always, and the state where there is one.
  const groups = groupsOf(tiles, request, slots.length, maxStorageBuffers - (slots.length > 0 ? 2 : 1));
  const moves = groups.map((group) => kernels.move(group));
  const buffers: Record<string, BufferSpec> = {
    ...Object.fromEntries(homes.map((size, home) => [`parameters/${home}`, { role: "output", size }])),
    ...gradientBuffers(groups),
    ...kernels.buffers,
  };
  const quads = Math.max(1, stateQuads(parameters).at(-1) as number);
  if (slots.length > 0) buffers.state = { role: "scratch", size: 16 * slots.length * quads };
  return {
    label: definition.name,
    buffers,
    steps: kernels.clips ? [...groups.map((group) => kernels.norms(group)), kernels.clip(), ...moves] : moves,
    totals: [],
    counted: undefined,
  };
}

/** Gradients reach to the last element that is read. */
function gradientBuffers(groups: readonly Group[]): Record<string, BufferSpec> {
  const buffers: Record<string, BufferSpec> = {};
  for (const { buffer, end } of groups.flatMap(({ gradients }) => gradients)) {
    const name = `gradients/${buffer}`;
    buffers[name] = { role: "input", size: Math.max(4, 4 * end, buffers[name]?.size ?? 0) };
  }
  return buffers;
}
