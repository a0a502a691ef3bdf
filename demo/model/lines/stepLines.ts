/** One step of all lines towards the points. */
import type { Engine, Loss } from "fusedloss";
import { evaluate } from "fusedloss/reference";
import type { Points } from "../../training/data.js";
import type { Ask, Fitting } from "./fitting.js";
import { flat, heightAt } from "./line.js";
import { type FitSettings, lineFits } from "./lineFits.js";
import { narrowed } from "./narrowed.js";
import { reweighted } from "./reweighted.js";

export interface StepOrder {
  readonly points: Points;
  readonly settings: FitSettings;
  /** In the order of the fits. */
  readonly fittings: readonly Fitting[];
}

/** Steps after which a loss with a kink is asked where its line is not. */
const glides = 12;

export const begun: Fitting = { ...flat, steps: 0, rests: false };

/** The loss and its slopes by the heights of a line: from the GPU, or where there is none from the reference. */
function asking(engine: Engine | undefined, loss: Loss, { x, y: targets }: Points): Ask {
  const options = { gradients: ["predictions"] };
  return async (line) => {
    const inputs = { predictions: x.map((at) => heightAt(line, at)), targets };
    const result = engine ? await engine.evaluate(loss, inputs, options) : evaluate(loss, inputs, options);
    const { gradients } = result as { gradients: Readonly<Record<string, ArrayLike<number>>> };
    return { loss: Number(result.loss), slopes: gradients.predictions ?? [] };
  };
}

export function stepLines(
  engine: Engine | undefined,
  { points, settings, fittings }: StepOrder,
): Promise<readonly Fitting[]> {
  return Promise.all(
    lineFits(settings).map((fit, i) => {
      const fitting = fittings[i] ?? begun;
      if (fitting.rests) return fitting;
      const ask = asking(engine, fit.loss, points);
      if (fit.kinked && fitting.steps >= glides) return narrowed(ask, points, fitting);
      return reweighted(ask, fit, points, fitting);
    }),
  );
}
