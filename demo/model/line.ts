/**
 * A straight line through points, fitted by gradient descent with several losses at once: the GPU gives each
 * loss's slope by every prediction, and the chain rule for the line's two numbers is two sums here.
 */
import { type Engine, huber, type Loss, logCosh, mae, mse, quantile } from "fusedloss";
import { evaluate } from "fusedloss/reference";

export interface Points {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export interface Line {
  readonly slope: number;
  readonly intercept: number;
}

interface Fit {
  readonly name: string;
  readonly loss: Loss;
  /** The length of step number k, in units in which the inputs have mean 0 and deviation 1. */
  readonly step: (k: number) => number;
}

/** The steps follow from curvature: mse's is 2, huber's and logCosh's at most 1; the others have none, so theirs go down to 0. */
export const lineFits: readonly Fit[] = [
  { name: "mse", loss: mse(), step: () => 0.2 },
  { name: "huber", loss: huber({ delta: 1 }), step: () => 0.5 },
  { name: "logCosh", loss: logCosh(), step: () => 0.5 },
  { name: "mae", loss: mae(), step: (k) => 0.6 / (1 + k / 8) },
  { name: "quantile 0.9", loss: quantile({ q: 0.9 }), step: (k) => 1.2 / (1 + k / 8) },
];

export const steps = 60;

/** Two hundred points along 3x, the same on every visit. */
export function scatter(): Points {
  let seed = 20_240_607;
  const uniform = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (seed + 0.5) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const x = Float32Array.from({ length: 200 }, () => 1.6 * uniform());
  return { x, y: x.map((at) => 3 * at + normal()) };
}

async function slopes(
  engine: Engine | undefined,
  loss: Loss,
  predictions: Float32Array,
  targets: Float32Array,
): Promise<ArrayLike<number>> {
  const inputs = { predictions, targets };
  const options = { gradients: ["predictions"] };
  const result = engine ? await engine.evaluate(loss, inputs, options) : evaluate(loss, inputs, options);
  const { gradients } = result as { gradients: Readonly<Record<string, ArrayLike<number>>> };
  return gradients.predictions ?? [];
}

/** One step of one line. */
async function descend(
  engine: Engine | undefined,
  { loss, step }: Fit,
  { x, y }: Points,
  { slope, intercept }: Line,
  k: number,
): Promise<Line> {
  const mean = x.reduce((sum, at) => sum + at, 0) / x.length;
  const variance = x.reduce((sum, at) => sum + (at - mean) ** 2, 0) / x.length;
  const predictions = x.map((at) => slope * at + intercept);
  const each = await slopes(engine, loss, predictions, y);
  let [byLevel, bySlope] = [0, 0];
  x.forEach((at, i) => {
    byLevel += each[i] ?? 0;
    bySlope += (each[i] ?? 0) * (at - mean);
  });
  const turned = slope - (step(k) * bySlope) / variance;
  // The level is that of the points' middle, so that turning the line does not lift it.
  const level = slope * mean + intercept - step(k) * byLevel;
  return { slope: turned, intercept: level - turned * mean };
}

/** Fits all lines, from where they are, and shows them after every step. Stops when `current` says so. */
export async function settle(
  engine: Engine | undefined,
  points: Points,
  start: readonly Line[],
  { current, show }: { current: () => boolean; show: (lines: readonly Line[]) => void },
): Promise<void> {
  let lines = start;
  for (let k = 0; k < steps && current(); k++) {
    lines = await Promise.all(
      lineFits.map((fit, i) => descend(engine, fit, points, lines[i] ?? { slope: 0, intercept: 0 }, k)),
    );
    if (current()) show(lines);
  }
}
