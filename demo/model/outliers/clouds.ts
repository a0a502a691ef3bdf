/** Points to fit lines to. */
import { alongLine, isFar } from "../../training/data.js";
import { randomFrom } from "../../training/random.js";
import type { Cloud } from "./cloud.js";

/** Two hundred points along 3x, and one that is not: the last. */
export function oneAmongMany(x: number, y: number): Cloud {
  const { uniform, normal } = randomFrom(20_240_607);
  const xs = Float32Array.from({ length: 200 }, () => 1.6 * uniform());
  const ys = xs.map((at) => 3 * at + normal());
  const far = Array.from({ length: 201 }, (_, i) => i === 200);
  return { x: Float32Array.of(...xs, x), y: Float32Array.of(...ys, y), far };
}

/** Twelve points along 3x; that before the last has its sign wrong. */
export function wrongSign(): Cloud {
  const { x, y } = alongLine(12);
  const far = Array.from(x, (_, i) => i === x.length - 2);
  return { x, y: y.map((at, i) => (far[i] ? -at : at)), far };
}

/** Two hundred points along 3x, ten of them 50 too high. */
export function tenTooHigh(): Cloud {
  const { x, y } = alongLine(200, 10);
  return { x, y, far: Array.from(x, (_, i) => isFar(x.length - 1 - i, 10)) };
}

export interface Flight {
  /** Minutes late on arrival; below 0 it was early. */
  readonly delay: number;
  /** In miles. */
  readonly distance: number;
}

/** Minutes from which a flight is an outlier here. */
export const veryLate = 60;

/** Every fourth flight: thousand miles, and minutes late. */
export function ofFlights(flights: readonly Flight[]): Cloud {
  const chosen = flights.filter((_, i) => i % 4 === 0);
  return {
    x: Float32Array.from(chosen, ({ distance }) => distance / 1000),
    y: Float32Array.from(chosen, ({ delay }) => delay),
    far: chosen.map(({ delay }) => delay > veryLate),
  };
}
