import type { OptimizerRequest } from "../optimizer.js";
import type { Tile } from "../plan/tiles.js";

/** A range of a buffer: from a quad on, up to an element. */
export interface Window {
  readonly buffer: number;
  readonly from: number;
  readonly end: number;
}

/** Tiles that one dispatch moves, and the ranges of the buffers that it binds for them. */
export interface Group {
  readonly firstTile: number;
  readonly tiles: number;
  readonly homes: readonly Window[];
  readonly gradients: readonly Window[];
  readonly state: Window;
}

/** Which buffer a tile's gradients are in, and at which quad they begin. */
export function gradientsOf(tile: Tile, together: boolean): { buffer: number; quad: number } {
  return together ? { buffer: 0, quad: tile.homeQuad } : { buffer: tile.tensor, quad: tile.tensorQuad };
}

/**
 * As few dispatches as bindings allow: tile after tile joins the last one, until that would bind more than `most`
 * buffers of parameters and gradients, or more of one than a binding holds.
 */
export function groupsOf(
  tiles: readonly Tile[],
  { together, device }: OptimizerRequest,
  slots: number,
  most: number,
): Group[] {
  const groups: Group[] = [];
  for (const [i, tile] of tiles.entries()) {
    const gradients = gradientsOf(tile, together);
    const last = groups.at(-1);
    const joined = (group: Group | undefined): Group => ({
      firstTile: group?.firstTile ?? i,
      tiles: (group?.tiles ?? 0) + 1,
      homes: widened(group?.homes, tile.home, tile.homeQuad, tile.elements),
      gradients: widened(group?.gradients, gradients.buffer, gradients.quad, tile.elements),
      state: widened(group && [group.state], 0, tile.stateQuad, tile.elements)[0] as Window,
    });
    const larger = joined(last);
    const fits =
      larger.homes.length + larger.gradients.length <= most &&
      [...larger.homes, ...larger.gradients].every((window) => bytesOf(window) <= device.maxBindingSize) &&
      slots * bytesOf(larger.state) <= device.maxBindingSize;
    if (last && fits) groups[groups.length - 1] = larger;
    else groups.push(joined(undefined));
  }
  return groups;
}

/** Bytes of a range, to the end of its last quad. */
export function bytesOf({ from, end }: Window): number {
  return 16 * Math.max(1, Math.ceil(end / 4) - from);
}

/** The ranges with these elements in them. */
function widened(
  windows: readonly Window[] = [],
  buffer: number,
  quad: number,
  elements: number,
): readonly Window[] {
  const end = 4 * quad + elements;
  const known = windows.find((window) => window.buffer === buffer);
  if (!known) return [...windows, { buffer, from: quad, end }];
  const wider = { buffer, from: Math.min(known.from, quad), end: Math.max(known.end, end) };
  return windows.map((window) => (window === known ? wider : window));
}
