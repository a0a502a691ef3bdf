import type { Wanted } from "../gpu/readback.js";
import type { Place } from "../gpu/realised.js";
import type { Plan } from "../plan/plan.js";
import { elementCount } from "../tensor.js";
import type { Piece } from "./pieces.js";
import type { PieceOptions } from "./run.js";

/** A slice to bring to the host and what to do with its bytes. */
export interface Collected {
  readonly slice: Wanted;
  readonly take: (bytes: ArrayBuffer) => void;
}

/** The totals first, then whatever of a piece goes into arrays of the whole call. */
export function collect(
  piece: Piece,
  plan: Plan,
  places: Readonly<Record<string, Place>>,
  options: PieceOptions,
): Collected[] {
  const collected: Collected[] = [];
  const floats = (name: string, target: Float32Array, first: number, count: number): void => {
    const place = places[name];
    if (!place) return;
    collected.push({
      slice: { ...place, size: 4 * count },
      take: (bytes) => target.set(new Float32Array(bytes), first),
    });
  };
  const totals = places.totals as Place;
  collected.push({ slice: { ...totals, size: 4 * plan.totals.length }, take: () => {} });
  if (options.record && places.record) {
    const size = plan.buffers.record?.size ?? 0;
    collected.push({ slice: { ...places.record, size }, take: options.record });
  }
  if (options.divisorOnly) return collected;
  for (const [name, target] of Object.entries(options.gradients)) {
    const count = elementCount(piece.sources[name]?.shape ?? []);
    if (target instanceof Float32Array)
      floats(`gradient/${name}`, target, piece.firstElement[name] ?? 0, count);
  }
  if (options.perItemLoss) floats("loss", options.perItemLoss, piece.first, piece.count);
  for (const [name, target] of Object.entries(options.outputs)) {
    floats(`output/${name}`, target, piece.first, piece.count);
  }
  return collected;
}
