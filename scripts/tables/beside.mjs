/** The tables of what stands beside the losses: metrics and optimisers. Pure, as the catalogue. */
import { callText, inputsText, metricsOf, optimizersOf } from "../../dist/cli/catalogue.js";
import { textOf } from "../../dist/cli/formula.js";
import { inCode, table } from "./markdown.mjs";

/** What each takes, what it is, and the loss to train with in its stead. */
export function metricTable(exports) {
  const rows = metricsOf(exports).map((make) => [
    inCode(callText(make.info)),
    inputsText(make),
    textOf(make.info.formula),
    inCode(make.info.surrogate),
  ]);
  const head = ["metric, parameters and their defaults", "inputs", "what it is", "to train with"];
  return table(head, rows, "llll");
}

export function optimizerTable(exports) {
  const rows = optimizersOf(exports).map(({ info }) => [inCode(callText(info)), textOf(info.formula)]);
  return table(["optimiser, parameters and their defaults", "a step"], rows, "ll");
}
