// @ts-check
/**
 * One number fitted to all delays by gradient descent, with several losses: which number is "best" is the
 * loss's opinion. The delays stay on the GPU; per step one number goes there and one slope comes back.
 */
import { huber, logCosh, mae, mse, quantile } from "fusedloss";
import { submit, upload } from "./gpu.js";

/**
 * @typedef {object} Fit
 * @property {string} name
 * @property {import("fusedloss").Loss} loss
 * @property {number} firstStep how far a slope of 1 moves the number at first, in minutes
 * @property {"mean" | "median" | "p90"} [landsOn] the statistic that this loss must find
 *
 * @typedef {object} Fitted
 * @property {string} name
 * @property {number} value
 * @property {number} loss the mean loss there
 * @property {number[]} path the number before each step, and after the last
 * @property {"mean" | "median" | "p90" | undefined} landsOn
 */

/** @type {readonly Fit[]} */
export const fits = [
  { name: "mse", loss: mse(), firstStep: 0.15, landsOn: "mean" },
  { name: "mae", loss: mae(), firstStep: 20, landsOn: "median" },
  { name: "huber", loss: huber({ delta: 1 }), firstStep: 20 },
  { name: "logCosh", loss: logCosh(), firstStep: 20 },
  { name: "quantile 0.9", loss: quantile({ q: 0.9 }), firstStep: 50, landsOn: "p90" },
];

export const mostSteps = 300;
/** A fit rests when this many moves in a row were shorter than `still`, in minutes. */
const restsAfter = 3;
const still = 0.004;

/**
 * Gradient descent with a decreasing step: it halves whenever the slope changes sign. Every loss here is
 * convex, so its slope only rises; overshooting therefore shows as a change of sign, and halving ends it.
 */
class Descent {
  value = 0;
  #step;
  #slope = 0;
  #stillMoves = 0;

  /** @param {number} firstStep */
  constructor(firstStep) {
    this.#step = firstStep;
  }

  /** @param {number} slope */
  move(slope) {
    if (slope * this.#slope < 0) this.#step /= 2;
    this.#slope = slope;
    const move = this.#step * slope;
    this.value -= move;
    this.#stillMoves = Math.abs(move) < still ? this.#stillMoves + 1 : 0;
  }

  get rests() {
    return this.#stillMoves >= restsAfter;
  }
}

/**
 * All fits side by side, one submit per step for all of them.
 *
 * @param {import("fusedloss").Engine} engine
 * @param {Float32Array<ArrayBuffer>} delays
 * @param {(step: number, values: Readonly<Record<string, number>>) => void} [onStep]
 * @returns {Promise<Fitted[]>}
 */
export async function fitDelays(engine, delays, onStep) {
  const { device } = engine;
  const targets = upload(device, delays, "delays");
  const runners = await Promise.all(
    fits.map(async (fit) => ({
      ...fit,
      descent: new Descent(fit.firstStep),
      path: [0],
      lastLoss: Number.NaN,
      predictions: upload(device, new Float32Array(1), `${fit.name} number`),
      compiled: await engine.compile(
        fit.loss,
        { predictions: [1], targets: [delays.length] },
        { gradients: ["predictions"] },
      ),
    })),
  );

  for (let step = 1; step <= mostSteps; step++) {
    const moving = runners.filter(({ descent }) => !descent.rests);
    if (moving.length === 0) break;
    for (const { predictions, descent } of moving) {
      device.queue.writeBuffer(predictions, 0, new Float32Array([descent.value]));
    }
    submit(device, (encoder) => {
      for (const { compiled, predictions } of moving) compiled.encode(encoder, { predictions, targets });
    });
    await Promise.all(
      moving.map(async (runner) => {
        const { loss, gradients } = await runner.compiled.read({ gradients: true });
        runner.lastLoss = Number(loss);
        runner.descent.move(gradients?.predictions?.[0] ?? Number.NaN);
        runner.path.push(runner.descent.value);
      }),
    );
    onStep?.(step, Object.fromEntries(runners.map(({ name, descent }) => [name, descent.value])));
  }

  for (const { compiled, predictions } of runners) {
    compiled.destroy();
    predictions.destroy();
  }
  targets.destroy();
  return runners.map(({ name, descent, lastLoss, path, landsOn }) => ({
    name,
    value: descent.value,
    loss: lastLoss,
    path,
    landsOn,
  }));
}

/**
 * How many minutes each fit that has a known answer is off, and whether all are within half a minute.
 *
 * @param {readonly Fitted[]} fitted
 * @param {Readonly<Record<"mean" | "median" | "p90", number>>} exact
 */
export function judge(fitted, exact) {
  const off = fitted.flatMap(({ name, value, landsOn }) =>
    landsOn ? [{ name, landsOn, minutes: Math.abs(value - exact[landsOn]) }] : [],
  );
  return { off, landed: off.every(({ minutes }) => minutes <= 0.5) };
}
