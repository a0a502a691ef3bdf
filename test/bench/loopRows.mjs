// @ts-check
/** Elementwise losses with an exponential or a logarithm: there a GPU, even one in software, is to be ahead of a plain loop. */

/** In TeX, as `info.formula` has it; e², a squared error, is none. */
const transcendental = /\\(log|exp|cosh|sigma)\b|e\^(?!2\b)/;

/**
 * A row for each of a library's, in the order of its exports.
 *
 * @param {readonly { info: { name: string, family?: string, formula: string } }[]} losses
 * @param {number} elements
 */
export function loopRows(losses, elements) {
  return losses
    .filter(({ info }) => info.family === "elementwise" && transcendental.test(info.formula))
    .map(({ info }) => ({ loss: info.name, shape: [elements], least: { plain: 1 } }));
}
