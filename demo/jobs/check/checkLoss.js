// @ts-check
/** One loss in its default variant, on an engine and by the reference. */
import { tensor } from "fusedloss";
import { evaluate, verify } from "fusedloss/reference";
import { compare, largestOf, sizeOf, worst } from "./compare.js";
import { definitionOf } from "./definitionOf.js";
import { lossInputs } from "./lossInputs.js";

/**
 * @typedef {Record<string, import("fusedloss").Tensor>} Tensors
 * @typedef {{ (): import("fusedloss").Loss, readonly info: import("fusedloss").LossInfo }} Make
 *
 * @typedef {object} Checked
 * @property {string} name
 * @property {boolean} ok
 * @property {import("./compare.js").Distance} loss of the value; of a metric, the only one
 * @property {import("./compare.js").Distance} [gradients] the worst of all
 */

/**
 * Σ|terms| of a reduced loss, by which its rounding is measured. A loss without a value per item is measured by
 * its own size, which is never more.
 *
 * @param {Make} make
 * @param {Tensors} inputs
 * @param {{ readonly loss: number, readonly count: number }} reduced
 */
function sizeOfLoss(make, inputs, { loss, count }) {
  const { reductions, defaultReduction } = definitionOf(make);
  if (!reductions.includes("none")) return Math.abs(loss);
  const terms = evaluate(make(), inputs, { reduction: "none", gradients: false }).loss;
  return sizeOf(terms) / (defaultReduction === "sum" ? 1 : count);
}

/** @param {ReturnType<typeof lossInputs>} given @returns {Tensors} */
function asTensors({ inputs, shape, shapes = {} }) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, data]) => [
      name,
      tensor(data, shapes[name] ?? (data.length === shape[0] ? shape.slice(0, 1) : shape)),
    ]),
  );
}

/**
 * @param {import("fusedloss").Engine} engine
 * @param {Make} make
 * @returns {Promise<Checked>}
 */
export async function checkLoss(engine, make) {
  const inputs = asTensors(lossInputs(make));
  /** @type {{ loss: number, gradients: Record<string, Float32Array> }} */
  let found = { loss: Number.NaN, gradients: {} };
  /** @type {import("fusedloss/reference").Evaluator} */
  const witness = {
    evaluate: async (...call) => {
      const result = await engine.evaluate(.../** @type {[any, any, any]} */ (call));
      found = /** @type {any} */ (result);
      return /** @type {any} */ (result);
    },
  };
  const { ok, tolerance } = await verify(witness, make(), inputs);
  const wanted = evaluate(make(), inputs);
  const gradients = Object.entries(wanted.gradients).map(([name, gradient]) =>
    compare(found.gradients[name] ?? [], gradient, largestOf(gradient), tolerance),
  );
  return {
    name: make.info.name,
    ok,
    loss: compare([found.loss], [wanted.loss], sizeOfLoss(make, inputs, wanted), tolerance),
    gradients: worst(gradients),
  };
}
