/** The losses that fit lines to points here. */
import { huber, type Loss, logCosh, mae, mse, quantile } from "fusedloss";

export interface FitSettings {
  /** Huber's: how far a miss is squared. */
  readonly delta: number;
  /** Of the quantile loss: the share of points below its line. */
  readonly q: number;
}

export const usual: FitSettings = { delta: 1, q: 0.9 };

export interface LineFit {
  /** Its first word names its colour. */
  readonly name: string;
  readonly loss: Loss;
  /**
   * The curvature of a parabola that touches the loss at this miss and lies above it everywhere else. That of a loss
   * with a kink grows without end towards it, so no miss counts as smaller than `least`.
   */
  readonly curvature: (miss: number, least: number) => number;
  /** Whether its slope jumps: then parabolas alone come close to the best line, and not to it. */
  readonly kinked: boolean;
}

export function lineFits({ delta, q }: FitSettings): readonly LineFit[] {
  return [
    { name: "mse", loss: mse(), curvature: () => 2, kinked: false },
    {
      name: "huber",
      loss: huber({ delta }),
      curvature: (miss) => Math.min(1, delta / Math.abs(miss)),
      kinked: false,
    },
    {
      name: "logCosh",
      loss: logCosh(),
      curvature: (miss) => (Math.abs(miss) < 1e-4 ? 1 : Math.tanh(miss) / miss),
      kinked: false,
    },
    {
      name: "mae",
      loss: mae(),
      curvature: (miss, least) => 1 / Math.max(least, Math.abs(miss)),
      kinked: true,
    },
    {
      // It is half the size of the miss, and something straight.
      name: `quantile ${q}`,
      loss: quantile({ q }),
      curvature: (miss, least) => 0.5 / Math.max(least, Math.abs(miss)),
      kinked: true,
    },
  ];
}
