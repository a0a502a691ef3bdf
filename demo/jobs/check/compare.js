// @ts-check
/**
 * How far numbers are from those of the reference.
 *
 * @typedef {object} Distance
 * @property {number} difference the largest, as it is
 * @property {number} error the same, beside the largest number wanted
 * @property {number} share the largest share of what is allowed: above 1 is too much
 */

/** @param {ArrayLike<number>} values */
export function largestOf(values) {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

/** @param {ArrayLike<number>} values */
export function sizeOf(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]);
  return sum;
}

/** @param {number} found @param {number} wanted */
function distance(found, wanted) {
  if (Object.is(found, wanted) || found === wanted) return 0;
  const off = Math.abs(found - wanted);
  return Number.isNaN(off) ? Number.POSITIVE_INFINITY : off;
}

/**
 * What is allowed is relative·|wanted| + absolute·size.
 *
 * @param {ArrayLike<number>} found
 * @param {ArrayLike<number>} wanted
 * @param {number} size
 * @param {{ readonly relative: number, readonly absolute: number }} tolerance
 * @returns {Distance}
 */
export function compare(found, wanted, size, { relative, absolute }) {
  let difference = 0;
  let share = 0;
  for (let i = 0; i < wanted.length; i++) {
    const off = distance(found[i] ?? Number.NaN, wanted[i]);
    if (off === 0) continue;
    difference = Math.max(difference, off);
    share = Math.max(share, off / (relative * Math.abs(wanted[i]) + absolute * size));
  }
  return { difference, error: difference === 0 ? 0 : difference / largestOf(wanted), share };
}

/**
 * The worst of several.
 *
 * @param {readonly Distance[]} all
 * @returns {Distance}
 */
export function worst(all) {
  return {
    difference: largestOf(all.map(({ difference }) => difference)),
    error: largestOf(all.map(({ error }) => error)),
    share: largestOf(all.map(({ share }) => share)),
  };
}
