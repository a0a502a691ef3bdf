/** The table of the losses that a package exports. Pure: the same exports, the same text. */
import { callText, combinatorsOf, inputsText, lossesOf } from "../../dist/cli/catalogue.js";
import { textOf } from "../../dist/cli/formula.js";
import { inCode, table } from "./markdown.mjs";

/** What a reader wants to know of a family before its table. */
const families = {
  elementwise: "Elementwise: one loss per element, any shape",
  rowwise: "Rowwise: one loss per row of classes",
  ranking: "Ranking: one loss per list",
  similarity: "Similarity: a matrix product that is never stored",
  sequence: "Sequences",
  window: "Images",
};

/** A table for each family, in the order of the exports. */
export function catalogue(exports) {
  const losses = lossesOf(exports);
  const found = [...new Set(losses.map(({ info }) => info.family))];
  const made = combinatorsOf(exports).map(({ info }) => [inCode(callText(info)), textOf(info.formula)]);
  const last =
    made.length === 0
      ? []
      : [
          `### Losses made of losses, of layers, of a function of yours\n\n${table(["call", "loss"], made, "ll")}`,
        ];
  return found
    .map((family) => {
      const rows = losses
        .filter(({ info }) => info.family === family)
        .map((make) => [inCode(callText(make.info)), inputsText(make), textOf(make.info.formula)]);
      const head = ["loss, parameters and their defaults", "inputs → gradients", "loss of one item"];
      return `### ${families[family] ?? family}\n\n${table(head, rows, "lll")}`;
    })
    .concat(last)
    .join("\n\n");
}
