/** What the generators are to learn: clouds of points around places in the plane. */
import { randomFrom } from "../../training/random.js";

export type ShapeName = "ring" | "moons" | "spiral";

export interface Shape {
  /** Where points lie around, x and y in turns. */
  readonly places: Float32Array<ArrayBuffer>;
  /** How far around each, as a standard deviation. */
  readonly deviation: number;
}

const flat = (places: readonly (readonly [number, number])[]) => Float32Array.from(places.flat());

const along = (count: number, at: (share: number) => readonly [number, number]) =>
  Array.from({ length: count }, (_, i) => at(i / (count - 1)));

function moon(share: number, side: number): readonly [number, number] {
  const angle = Math.PI * share;
  return [0.8 * side * (Math.cos(angle) - 0.5), 0.8 * side * (Math.sin(angle) - 0.25)];
}

function turn(share: number): readonly [number, number] {
  const part = Math.sqrt(0.03 + 0.97 * share);
  const angle = 3.2 * Math.PI * part;
  return [1.15 * part * Math.cos(angle), 1.15 * part * Math.sin(angle)];
}

/** Eight places on a circle, two half moons of 24 that reach into each other, a spiral of 48. */
export const shapes: Readonly<Record<ShapeName, Shape>> = {
  ring: {
    places: flat(
      Array.from(
        { length: 8 },
        (_, i) => [Math.cos((i * Math.PI) / 4), Math.sin((i * Math.PI) / 4)] as const,
      ),
    ),
    deviation: 0.06,
  },
  moons: {
    places: flat([...along(24, (share) => moon(share, 1)), ...along(24, (share) => moon(share, -1))]),
    deviation: 0.06,
  },
  spiral: { places: flat(along(48, turn)), deviation: 0.06 },
};

/** Points of a shape, the same for the same seed. */
export function pointsOf(
  { places, deviation }: Shape,
  count: number,
  seed: number,
): Float32Array<ArrayBuffer> {
  const { uniform, normal } = randomFrom(seed);
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const place = Math.floor((places.length / 2) * uniform());
    points[2 * i] = (places[2 * place] as number) + deviation * normal();
    points[2 * i + 1] = (places[2 * place + 1] as number) + deviation * normal();
  }
  return points;
}

export interface Likeness {
  /** The share of fakes within three deviations of a place. */
  readonly near: number;
  /** How many places have their share of fakes within three deviations: at least a fifth of an even one. */
  readonly covered: number;
  readonly places: number;
}

export function likenessOf({ places, deviation }: Shape, fakes: Float32Array): Likeness {
  const [count, reach] = [places.length / 2, 3 * deviation];
  const visits = new Int32Array(count);
  let near = 0;
  for (let i = 0; i < fakes.length; i += 2) {
    let hit = false;
    for (let place = 0; place < count; place++) {
      const [dx, dy] = [0, 1].map(
        (axis) => (fakes[i + axis] as number) - (places[2 * place + axis] as number),
      );
      if (Math.hypot(dx as number, dy as number) > reach) continue;
      visits[place] = (visits[place] as number) + 1;
      hit = true;
    }
    if (hit) near++;
  }
  const fair = Math.max(1, (0.2 * (fakes.length / 2)) / count);
  return {
    near: near / (fakes.length / 2),
    covered: visits.filter((times) => times >= fair).length,
    places: count,
  };
}
