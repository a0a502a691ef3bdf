import type { Points } from "../../training/data.js";
import type { Fitting } from "./fitting.js";
import type { Line } from "./line.js";
import type { FitSettings } from "./lineFits.js";
import type { StepOrder } from "./stepLines.js";

/** More than any fit here has needed. */
export const mostSteps = 80;

interface Steer {
  /** Whether the answer is still wanted. */
  readonly current: () => boolean;
  readonly show: (lines: readonly Line[]) => void;
}

/** Fits all lines, from where they are, and shows them after every step, until they rest or are wanted no longer. */
export async function settle(
  step: (order: StepOrder) => Promise<readonly Fitting[]>,
  points: Points,
  settings: FitSettings,
  start: readonly Line[],
  { current, show }: Steer,
): Promise<void> {
  let fittings: readonly Fitting[] = start.map((line) => ({ ...line, steps: 0, rests: false }));
  for (let k = 0; k < mostSteps && current(); k++) {
    fittings = await step({ points, settings, fittings });
    if (current()) show(fittings);
    if (fittings.every(({ rests }) => rests)) return;
  }
}
