// @ts-check
/**
 * What a loss carries beside `info`, under a symbol of its own: which of its inputs are alternatives, which may be
 * left out, and how it may be reduced.
 *
 * @typedef {object} Definition
 * @property {readonly (readonly string[])[]} oneOf
 * @property {readonly string[]} optional
 * @property {readonly string[]} perRow
 * @property {readonly string[]} gradients
 * @property {readonly string[]} reductions
 * @property {string} defaultReduction
 *
 * @param {() => object} make
 * @returns {Definition}
 */
export function definitionOf(make) {
  const made = /** @type {Record<symbol, Definition>} */ (make());
  return made[Symbol.for("fusedloss.definition")];
}
