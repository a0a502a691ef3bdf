import type { Source } from "../check/inputs.js";
import type { GpuContext } from "../gpu/context.js";
import type { Place } from "../gpu/realised.js";
import { upload } from "../gpu/upload.js";
import { visible } from "../gpu/usage.js";
import type { Plan } from "../plan/plan.js";
import { dtypeBytes, isGPUBuffer } from "../tensor.js";
import { type Piece, part } from "./pieces.js";
import type { PieceOptions } from "./run.js";

/**
 * Every buffer that a plan names: uploads of host inputs, the user's own GPU buffers, and pooled
 * buffers for the rest, which are noted in `held` for the caller to give back.
 */
export async function bring(
  gpu: GpuContext,
  piece: Piece,
  plan: Plan,
  options: PieceOptions,
  held: GPUBuffer[],
): Promise<Record<string, Place>> {
  const keep = (buffer: GPUBuffer): Place => {
    held.push(buffer);
    return { buffer, offset: 0 };
  };
  const source = async (name: string, { data, dtype, bits, offset }: Source): Promise<Place> =>
    isGPUBuffer(data)
      ? { buffer: data, offset }
      : keep(await upload(gpu.device, gpu.pool, `${plan.label}/${name}`, { data, dtype, bits }));
  const places: Record<string, Place> = {};
  for (const [name, spec] of Object.entries(plan.buffers)) {
    const [role, input = ""] = name.split(/\/(.*)/s);
    const result = role === "gradient" ? options.gradients[input] : undefined;
    let place: Place;
    if (role === "input") place = await source(input, piece.sources[input] as Source);
    else if (role === "upstream") {
      place = await source("gradientScale", part(options.perItem as Source, piece.first, piece.count));
    } else if (result && !(result instanceof Float32Array)) {
      const at = (piece.firstElement[input] ?? 0) * dtypeBytes(result.dtype);
      place = { buffer: result.data, offset: result.offset + at };
    } else place = keep(await gpu.pool.acquire(spec.size, visible, `${plan.label}/${name}`));
    if (spec.initial) {
      const { offset, data } = spec.initial;
      gpu.device.queue.writeBuffer(place.buffer, place.offset + offset, data as Float32Array<ArrayBuffer>);
    }
    places[name] = place;
  }
  return places;
}
