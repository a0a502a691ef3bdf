// @ts-check
/** Elementwise losses with an exponential or a logarithm: there a GPU, even one in software, is to be ahead of a plain loop. */

/** In TeX, as `info.formula` has it; e², a squared error, is none. */
const transcendental = /\\(log|exp|cosh|sigma)\b|e\^(?!2\b)/;

/** Enough that reading one number back is little beside it. */
const elements = 2 ** 20;

/**
 * A row for each of a library's, in the order of its exports.
 *
 * @param {readonly { info: { name: string, family?: string, formula: string } }[]} losses
 * @returns {import("../../demo/bench/rows.js").Row[]}
 */
export function loopRows(losses) {
  return losses
    .filter(({ info }) => info.family === "elementwise" && transcendental.test(info.formula))
    .map(({ info }) => ({ loss: info.name, shape: [elements], least: { plain: 1 } }));
}

/** Small enough to try the harness anywhere. @param {Parameters<typeof loopRows>[0]} losses */
export function smallLoopRows(losses) {
  return loopRows(losses).map(({ loss }) => ({ loss, shape: [elements / 64] }));
}
