import type { PlannedParameter } from "../optimizer.js";

/** A piece of one tensor of parameters, whose quads of elements one workgroup moves. */
export interface Tile {
  /** Where it begins, in quads: in the buffer of the parameters, in its tensor, in the state. */
  readonly homeQuad: number;
  readonly tensorQuad: number;
  readonly stateQuad: number;
  readonly elements: number;
  readonly tensor: number;
  readonly home: number;
}

/** The table of tiles begins at this word of its buffer; before it lies what all tiles share. */
const firstWord = 8;
const wordsPerTile = 8;
const stepWord = 6;

/** Where the first tile keeps the number of its steps, in bytes. */
export const firstStep = 4 * (firstWord + stepWord);

/** At which quad of the state each tensor begins, and where the last ends: at whole blocks, as bindings must. */
export function stateQuads(parameters: readonly Pick<PlannedParameter, "elements">[]): number[] {
  const starts = [0];
  for (const { elements } of parameters)
    starts.push((starts.at(-1) as number) + 16 * Math.ceil(elements / 64));
  return starts;
}

/** Every tensor in pieces of at most `most` elements; an empty one is one piece, which counts steps all the same. */
export function tilesOf(parameters: readonly PlannedParameter[], most: number): Tile[] {
  const tiles: Tile[] = [];
  const states = stateQuads(parameters);
  for (const [tensor, { elements, home, offset }] of parameters.entries()) {
    for (let first = 0; first === 0 || first < elements; first += most) {
      tiles.push({
        homeQuad: (offset / 4 + first) / 4,
        tensorQuad: first / 4,
        stateQuad: (states[tensor] as number) + first / 4,
        elements: Math.min(most, elements - first),
        tensor,
        home,
      });
    }
  }
  return tiles;
}

/** The table as the device reads it, every tile having taken `step` steps. */
export function tileTable(tiles: readonly Tile[], step: number): Uint32Array {
  const table = new Uint32Array(firstWord + wordsPerTile * tiles.length);
  for (const [i, { homeQuad, tensorQuad, stateQuad, elements, tensor, home }] of tiles.entries()) {
    table.set([homeQuad, tensorQuad, stateQuad, elements, tensor, home, step], firstWord + wordsPerTile * i);
  }
  return table;
}
