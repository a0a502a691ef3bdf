/** The losses that a package exports, and the table of them. Pure: the same exports, the same text. */
import { textOf } from "./formula.mjs";
import { table } from "./markdown.mjs";

/** What a descriptor carries beside `info`, under a symbol of its own (src/definition.ts). */
export function definitionOf(make) {
  return make()[Symbol.for("fusedloss.definition")];
}

/** What a reader wants to know of a family before its table. */
const families = {
  elementwise: "Elementwise: one loss per element, any shape",
  rowwise: "Rowwise: one loss per row of classes",
  ranking: "Ranking: one loss per list",
  similarity: "Similarity: a matrix product that is never stored",
  sequence: "Sequences",
  window: "Images",
};

/** How losses that are made of something are called. */
const calls = {
  customLoss: "customLoss({ name, inputs, params?, wgsl, differentiable? })",
  linear: "linear(loss, { transposed: false })",
  perceptual: 'perceptual({ layers, distance: "mse", normalize: false })',
  uncertaintyWeighted: "uncertaintyWeighted([{ loss, inputs? }, …])",
  weightedSum: "weightedSum([{ loss, weight, inputs? }, …])",
};

/** A loss made of others, of layers, or of the caller's own text: it cannot be called without them. */
function isCombinator(make) {
  try {
    make();
    return false;
  } catch {
    return true;
  }
}

const isFactory = (value) => typeof value === "function" && value.info?.kind === "loss";
const isLoss = (value) => isFactory(value) && !isCombinator(value);

/** The losses that are made of something. */
export function combinatorsOf(exports) {
  return Object.values(exports).filter((value) => isFactory(value) && isCombinator(value));
}

/** Every factory of a loss among some exports; a pair such as `hingeGan` gives both its halves. */
export function lossesOf(exports) {
  return Object.values(exports).flatMap((value) => {
    if (isLoss(value)) return [value];
    const halves = typeof value === "object" && value !== null ? Object.values(value) : [];
    return halves.length > 0 && halves.every(isLoss) ? halves : [];
  });
}

/** `1e-6` and not `0.000001`. */
function numberText(value) {
  return typeof value === "number" && value !== 0 && Math.abs(value) < 1e-3
    ? value.toExponential()
    : String(value);
}

/** `huber({ delta: 1 })`. */
export function callText({ name, params }) {
  const given = Object.entries(params).map(([key, { default: value }]) =>
    value === undefined ? `${key}?` : `${key}: ${numberText(value)}`,
  );
  return given.length === 0 ? `\`${name}()\`` : `\`${name}({ ${given.join(", ")} })\``;
}

/** `logits, labels or targets → logits`. */
function inputsText(make) {
  const { inputs, gradients } = make.info;
  const names = Object.keys(inputs);
  const choices = definitionOf(make).oneOf;
  const shown = names.flatMap((name) => {
    const choice = choices.find((list) => list.includes(name));
    if (!choice) return [name];
    return choice[0] === name ? [choice.join(" or ")] : [];
  });
  const all = names.length === 2 && gradients.length === 2;
  return `${shown.join(", ")} → ${all ? "both" : gradients.join(", ")}`;
}

/** A table for each family, in the order of the exports. */
export function catalogue(exports) {
  const losses = lossesOf(exports);
  const found = [...new Set(losses.map(({ info }) => info.family))];
  const made = combinatorsOf(exports).map(({ info }) => {
    const call = calls[info.name];
    if (!call) throw new Error(`${info.name}: scripts/tables/catalogue.mjs does not say how it is called.`);
    return [`\`${call}\``, textOf(info.formula)];
  });
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
        .map((make) => [callText(make.info), inputsText(make), textOf(make.info.formula)]);
      const head = ["loss, parameters and their defaults", "inputs → gradients", "loss of one item"];
      return `### ${families[family] ?? family}\n\n${table(head, rows, "lll")}`;
    })
    .concat(last)
    .join("\n\n");
}
