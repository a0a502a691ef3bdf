/** How far each loss and its gradients are from the reference, as a share of what the tolerance allows. */
import { lossesOf } from "../../dist/cli/catalogue.js";
import { definitionOf } from "./catalogue.mjs";
import { classes, elements, inputsFor, rows } from "./data.mjs";
import { table } from "./markdown.mjs";

const sizeOf = (values) => values.reduce((sum, value) => sum + Math.abs(value), 0);
const largestOf = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/**
 * How far `found` is from `wanted`: the largest difference beside the largest number wanted, and the largest
 * share of what is allowed, relative·|wanted| + absolute·size.
 */
function compare(found, wanted, size, { relative, absolute }) {
  let difference = 0;
  let share = 0;
  for (const [i, value] of wanted.entries()) {
    const off = Math.abs(found[i] - value);
    if (off === 0) continue;
    difference = Math.max(difference, off);
    share = Math.max(share, off / (relative * Math.abs(value) + absolute * size));
  }
  return { error: difference === 0 ? 0 : difference / largestOf(wanted), share };
}

/**
 * Σ|terms| of a reduced loss, by which its rounding is measured. A loss without a value per item is measured by
 * its own size, which is never more.
 */
function sizeOfLoss(evaluate, make, inputs, { loss, count }) {
  const { reductions, defaultReduction } = definitionOf(make);
  if (!reductions.includes("none")) return Math.abs(loss);
  const terms = evaluate(make(), inputs, { reduction: "none", gradients: false }).loss;
  return sizeOf(terms) / (defaultReduction === "sum" ? 1 : count);
}

function asTensors(tensor, { inputs, shape, shapes = {} }) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, data]) => [
      name,
      tensor(data, shapes[name] ?? (data.length === shape[0] ? shape.slice(0, 1) : shape)),
    ]),
  );
}

/** One loss in its default variant, on an engine and by the reference. */
async function measureOne(engine, tensor, { evaluate, verify }, make) {
  const inputs = asTensors(tensor, inputsFor(make));
  let found;
  const witness = {
    evaluate: async (...call) => {
      found = await engine.evaluate(...call);
      return found;
    },
  };
  const { ok, tolerance } = await verify(witness, make(), inputs);
  const wanted = evaluate(make(), inputs);
  const gradients = Object.entries(wanted.gradients).map(([name, gradient]) =>
    compare(found.gradients[name], gradient, largestOf(gradient), tolerance),
  );
  return {
    name: make.info.name,
    ok,
    loss: compare([found.loss], [wanted.loss], sizeOfLoss(evaluate, make, inputs, wanted), tolerance),
    gradients: {
      error: largestOf(gradients.map(({ error }) => error)),
      share: largestOf(gradients.map(({ share }) => share)),
    },
  };
}

/** Every loss that `library` exports; `reference` has the reference's exports. */
export async function measure(engine, library, reference) {
  const results = [];
  for (const make of lossesOf(library)) {
    results.push(await measureOne(engine, library.tensor, reference, make));
  }
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
  const cells = results.map(({ name, loss, gradients }) => [
    `\`${name}\``,
    ...[loss, gradients].flatMap(({ error, share }) => [errorText(error), shareText(share)]),
  ]);
  return [
    `Measured in Node on Dawn; adapter: ${adapter}${software ? " (software: WebGPU on the CPU)" : ""}. ` +
      `f32, ${elements} elements or ${rows} rows of ${classes} classes.`,
    table(head, cells, "lrrrr"),
  ].join("\n\n");
}
