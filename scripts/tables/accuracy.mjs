/** How far each loss and its gradients are from the reference, as a share of what the tolerance allows. */

import { checkLoss } from "../../demo/jobs/check/checkLoss.js";
import { classes, elements, rows } from "../../demo/jobs/check/lossInputs.js";
import { lossesOf } from "../../dist/cli/catalogue.js";
import { table } from "./markdown.mjs";

/** Every loss that `library` exports. */
export async function measure(engine, library) {
  const results = [];
  for (const make of lossesOf(library)) results.push(await checkLoss(engine, make));
  return results;
}

const errorText = (value) => (value === 0 ? "0" : value.toExponential(0));
const shareText = (value) =>
  value === 0 ? "0 %" : value < 0.001 ? "< 0.1 %" : `${(100 * value).toFixed(1)} %`;

/** The table, and what it was measured on. */
export function accuracyText(results, { vendor, architecture, description, software }) {
  const adapter = [vendor, architecture, description].filter(Boolean).join(", ");
  const head = [
    "",
    "loss, relative error",
    "of the tolerance",
    "gradients, beside the largest",
    "of the tolerance",
  ];
  const cells = results.map(({ name, value, gradients }) => [
    `\`${name}\``,
    ...[value, gradients].flatMap(({ error, share }) => [errorText(error), shareText(share)]),
  ]);
  return [
    `Measured in Node on Dawn; adapter: ${adapter}${software ? " (software: WebGPU on the CPU)" : ""}. ` +
      `f32, ${elements} elements or ${rows} rows of ${classes} classes.`,
    table(head, cells, "lrrrr"),
  ].join("\n\n");
}
