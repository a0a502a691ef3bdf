// @ts-check
/** One metric with its defaults, on an engine and by the reference. */
import { measure } from "fusedloss/reference";
import { largestOf } from "./largestOf.js";
import { metricInputs } from "./metricInputs.js";

/** A millionth of the largest number, or a millionth where that is below 1. */
const within = 1e-6;

/** @param {number | ArrayLike<number>} value */
const list = (value) => (typeof value === "number" ? [value] : Array.from(value));

/** @param {number} found @param {number} wanted */
function distance(found, wanted) {
  if (Object.is(found, wanted)) return 0;
  const off = Math.abs(found - wanted);
  return Number.isNaN(off) ? Number.POSITIVE_INFINITY : off;
}

/**
 * @param {import("fusedloss").Engine} engine
 * @param {{ (): import("fusedloss").Metric, readonly info: import("fusedloss").MetricInfo }} make
 * @returns {Promise<import("./checkLoss.js").Checked>}
 */
export async function checkMetric(engine, make) {
  const inputs = /** @type {any} */ (metricInputs(make.info));
  const found = list(await engine.measure(make(), inputs));
  const wanted = list(measure(make(), inputs));
  const difference = largestOf(wanted.map((value, i) => distance(found[i] ?? Number.NaN, value)));
  const largest = largestOf(wanted);
  const share = difference / (within * Math.max(1, largest));
  return {
    name: make.info.name,
    ok: found.length === wanted.length && share <= 1,
    value: { difference, error: difference === 0 ? 0 : difference / largest, share },
  };
}
