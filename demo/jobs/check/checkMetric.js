// @ts-check
/** One metric with its defaults, on an engine and by the reference. */
import { measure } from "fusedloss/reference";
import { compare, largestOf } from "./compare.js";
import { metricInputs } from "./metricInputs.js";

/** A millionth of the largest number, or a millionth where that is below 1. */
const within = 1e-6;

/** @param {number | ArrayLike<number>} value */
const list = (value) => (typeof value === "number" ? [value] : value);

/**
 * @param {import("fusedloss").Engine} engine
 * @param {{ (): import("fusedloss").Metric, readonly info: import("fusedloss").MetricInfo }} make
 * @returns {Promise<import("./checkLoss.js").Checked>}
 */
export async function checkMetric(engine, make) {
  const inputs = /** @type {any} */ (metricInputs(make.info));
  const found = list(await engine.measure(make(), inputs));
  const wanted = list(measure(make(), inputs));
  const size = Math.max(1, largestOf(wanted));
  const loss = compare(found, wanted, size, { relative: 0, absolute: within });
  return { name: make.info.name, ok: found.length === wanted.length && loss.share <= 1, loss };
}
