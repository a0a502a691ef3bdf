/** What style is taken from: pictures that are nothing but their texture. */
import { blend, type Colour, type Picture, paint } from "./picture.js";
import { chanceAt, smoothNoise } from "./smoothNoise.js";

/** Stones at chance places of a grid, each pixel belonging to the nearest (S. Worley, 1996), dark between them. */
function pebbleAt(x: number, y: number): Colour {
  const count = 9;
  const [u, v] = [count * x, count * y];
  let [nearest, second, column, row] = [Infinity, Infinity, 0, 0];
  for (let i = Math.floor(u) - 2; i <= u + 2; i++) {
    for (let j = Math.floor(v) - 2; j <= v + 2; j++) {
      const distance = Math.hypot(i + chanceAt(i, j, 1) - u, j + chanceAt(i, j, 2) - v);
      if (distance < nearest) [second, nearest, column, row] = [nearest, distance, i, j];
      else second = Math.min(second, distance);
    }
  }
  const stone = blend([0.78, 0.73, 0.66], [0.36, 0.42, 0.5], chanceAt(column, row, 3));
  const warm = blend(stone, [0.72, 0.4, 0.26], chanceAt(column, row, 4) > 0.75 ? 0.7 : 0);
  const round = Math.min(1, (second - nearest) / 0.45);
  return blend([0.09, 0.09, 0.11], warm, round ** 0.6 * (0.85 + 0.3 * (0.5 - nearest)));
}

/** Seigaiha: circles in rows, each row before the one above it, each circle three rings. */
function waveAt(x: number, y: number): Colour {
  const width = 1 / 4;
  const rise = width / 4;
  // From the front row, which lies lowest, to the back.
  for (let row = Math.ceil(y / rise) + 4; row * rise > y - width; row--) {
    const shift = row % 2 === 0 ? 0 : width / 2;
    const middle = Math.round((x - shift) / width) * width + shift;
    const distance = Math.hypot(x - middle, y - row * rise) / (width / 2);
    if (distance > 1 || y > row * rise) continue;
    const rings = 0.5 + 0.5 * Math.cos(2 * Math.PI * 2.5 * distance);
    return blend([0.1, 0.24, 0.46], [0.93, 0.93, 0.86], rings ** 2);
  }
  return [0.1, 0.24, 0.46];
}

/** Rings of a tree, sawn along: lines that a slow noise bends, and fine fibres. */
function woodAt(x: number, y: number): Colour {
  const bend = smoothNoise(2.2 * x, 5 * y, 5) + 0.4 * smoothNoise(6 * x, 9 * y, 6);
  const ring = (14 * (y + 0.28 * bend)) % 1;
  const fibre = smoothNoise(14 * x, 120 * y, 7);
  return blend([0.86, 0.62, 0.36], [0.42, 0.23, 0.11], 0.85 * ring ** 2 + 0.2 * (fibre - 0.5));
}

export const textures = { waves: waveAt, pebbles: pebbleAt, wood: woodAt } as const;
export type TextureName = keyof typeof textures;

export const texture = (name: TextureName): Picture => paint(textures[name]);
