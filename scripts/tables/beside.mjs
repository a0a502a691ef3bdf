/** The tables of what stands beside the losses: metrics and optimisers. Pure, as the catalogue. */
import { callText } from "../../dist/cli/catalogue.js";
import { textOf } from "../../dist/cli/formula.js";
import { inCode, table } from "./markdown.mjs";

const ofKind = (exports, kind) =>
  Object.values(exports).filter((value) => typeof value === "function" && value.info?.kind === kind);

/** What each takes, what it is, and the loss to train with in its stead. */
export function metricTable(exports) {
  const rows = ofKind(exports, "metric").map(({ info }) => [
    inCode(callText(info)),
    Object.keys(info.inputs).join(", "),
    textOf(info.formula),
    inCode(info.surrogate),
  ]);
  return table(
    ["metric, parameters and their defaults", "inputs", "what it is", "to train with"],
    rows,
    "llll",
  );
}

export function optimizerTable(exports) {
  const rows = ofKind(exports, "optimizer").map(({ info }) => [inCode(callText(info)), textOf(info.formula)]);
  return table(["optimiser, parameters and their defaults", "a step"], rows, "ll");
}
