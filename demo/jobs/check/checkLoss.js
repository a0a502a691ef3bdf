// @ts-check
/** One loss in its default variant, on an engine and by the reference. */
import { tensor } from "fusedloss";
import { evaluate, verify } from "fusedloss/reference";
import { largestOf } from "./largestOf.js";
import { lossInputs } from "./lossInputs.js";

/**
 * How far numbers are from those of the reference.
 *
 * @typedef {object} Distance
 * @property {number} difference the largest, as it is
 * @property {number} error the same, beside the largest number wanted
 * @property {number} share the largest share of what is allowed: above 1 is too much
 *
 * @typedef {object} Checked
 * @property {string} name
 * @property {boolean} ok
 * @property {Distance} value of the loss or of the metric
 * @property {Distance} [gradients] the worst of all
 */

/** @param {ReturnType<typeof lossInputs>} given @returns {Record<string, import("fusedloss").Tensor>} */
function asTensors({ inputs, shape, shapes = {} }) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, data]) => [
      name,
      tensor(data, shapes[name] ?? (data.length === shape[0] ? shape.slice(0, 1) : shape)),
    ]),
  );
}

/** @param {number} difference @param {ArrayLike<number>} wanted */
const errorOf = (difference, wanted) => (difference === 0 ? 0 : difference / largestOf(wanted));

/**
 * @param {import("fusedloss").Engine} engine
 * @param {{ (): import("fusedloss").Loss, readonly info: import("fusedloss").LossInfo }} make
 * @returns {Promise<Checked>}
 */
export async function checkLoss(engine, make) {
  const inputs = asTensors(lossInputs(make));
  const found = await verify(/** @type {any} */ (engine), make(), inputs);
  const wanted = evaluate(make(), inputs);
  const names = Object.keys(wanted.gradients);
  return {
    name: make.info.name,
    ok: found.ok,
    value: {
      difference: found.loss,
      error: errorOf(found.loss, [wanted.loss]),
      share: found.shares.loss,
    },
    gradients: {
      difference: largestOf(names.map((name) => found.gradients[name])),
      error: largestOf(names.map((name) => errorOf(found.gradients[name], wanted.gradients[name]))),
      share: largestOf(names.map((name) => found.shares.gradients[name])),
    },
  };
}
