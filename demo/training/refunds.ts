/** Orders, of which some come back: one number that says how odd an order is, and whether it came back. */

import type { Line } from "../model/lines/line.js";
import type { Points } from "./data.js";
import { randomFrom } from "./random.js";

/** Every fourth comes back; those are odder by two deviations, so that no border parts them. */
export function refunds(orders = 200): Points {
  const { normal } = randomFrom(5);
  const y = Float32Array.from({ length: orders }, (_, i) => (i % 4 === 3 ? 1 : 0));
  const x = y.map((back) => normal() + (back ? 1.2 : -0.8));
  return { x, y };
}

/** Orders that came back unforeseen, and those that were suspected and stayed. */
export interface Mistakes {
  readonly missed: number;
  readonly falseAlarms: number;
}

/** A line is the logit of coming back; above 0 it is foreseen. */
export function mistakesOf({ slope, intercept }: Line, { x, y }: Points): Mistakes {
  let [missed, falseAlarms] = [0, 0];
  for (const [i, odd] of x.entries()) {
    const foreseen = slope * odd + intercept > 0;
    if (y[i] === 1 && !foreseen) missed++;
    if (y[i] === 0 && foreseen) falseAlarms++;
  }
  return { missed, falseAlarms };
}
