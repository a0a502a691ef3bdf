/** Browsers round their clock to this, in milliseconds: a quick step may seem to take no time. */
const clockTick = 0.1;

/**
 * How many steps last at least so long, where one takes `ms`.
 *
 * @param {number} least
 * @param {number} ms
 */
export function stepsFor(least, ms) {
  return Math.ceil(least / Math.max(clockTick, ms));
}
