import { definitionIn, kindsOf } from "../check/descriptor.js";
import { layoutOf } from "../check/layout.js";
import { flag, resolveParams, show } from "../check/params.js";
import type {
  Arrangement,
  Definition,
  ElementwiseDefinition,
  ItemsDefinition,
  Loss,
  Params,
  RowwiseDefinition,
  Shapes,
} from "../definition.js";
import { InvalidInputError, ShapeError, UnsupportedError } from "../errors.js";
import { descriptor, infoOf } from "../families/define.js";
import { planLinear } from "../families/linearPlan.js";
import { elementCount, showShape } from "../tensor.js";

const name = "linear";
const own = { inputs: "real", weightMatrix: "real", bias: "real" } as const;
const params = { transposed: flag(false) };
const formula = String.raw`\ell\bigl(XW + b,\;\dots\bigr)`;
const citation =
  "P.-L. Hsu et al., Liger Kernel: Efficient Triton Kernels for LLM Training, arXiv:2410.10989, 2024; E. Wijmans et al., Cut Your Losses in Large-Vocabulary Language Models, ICLR 2025";

/** How messages call the product. */
const productName = "inputs·weightMatrix";

type Own = keyof typeof own;
type Inner = ElementwiseDefinition | RowwiseDefinition;

const info = infoOf({
  name,
  family: "similarity",
  inputs: own,
  gradients: Object.keys(own),
  params,
  formula,
  citation,
});

/**
 * A loss of a linear model: X·W + b takes the place of the first input of `loss`, and is never whole in memory.
 *
 * Inputs `inputs` […, D], `weightMatrix` [D, K] ([K, D] if transposed, as PyTorch and tied embeddings store it),
 * `bias` [K] (may be left out), and the inner loss's other inputs under their own names; gradients of inputs,
 * weightMatrix and bias. With K = 1 targets may lack the last axis. So linear(mse()) is linear regression,
 * linear(hinge()) a support vector machine, linear(softmaxCrossEntropy()) softmax regression: the same as
 * `torch.nn.Linear` (transposed) before the loss. The parameters of the inner loss are those of the descriptor.
 *
 * At most 32 MiB of X·W + b exist at a time (one row, where a row is longer).
 *
 * @param loss any elementwise loss, or a rowwise one (class axis last) with one differentiable input
 * @param options.transposed whether weightMatrix is [K, D]. Default false.
 * @throws UnsupportedError for other losses, InvalidInputError for what is no loss or no such option
 */
function makeLinear<I extends string, D extends string>(
  loss: Loss<I, D>,
  options: { readonly transposed?: boolean } = {},
): Loss<Own | I, Own> {
  const inner = innerOf(loss);
  const { transposed } = resolveParams(name, params, options as Params);
  return descriptor(name, Object.freeze({ ...loss.params, transposed }), define(loss, inner));
}

export const linear = Object.freeze(Object.assign(makeLinear, { info }));

/** The inner loss's definition. @throws UnsupportedError where no product can take the place of its first input */
function innerOf(loss: Loss): Inner {
  const inner = definitionIn(loss);
  const cannot = (reason: string): UnsupportedError =>
    new UnsupportedError(
      `${name}: ${inner.name} ${reason}; give an elementwise loss, or a rowwise one with one differentiable input, as in linear(huber()) or linear(softmaxCrossEntropy()).`,
    );
  if (inner.parts) throw cannot("is a sum of losses over inputs of their own");
  if (inner.family !== "elementwise" && inner.family !== "rowwise")
    throw cannot(`is of family ${inner.family}`);
  const [first = ""] = Object.keys(inner.inputs);
  if (!inner.gradients.includes(first)) throw cannot(`has no gradient of its first input, ${first}`);
  // Of alternatives (logits or probabilities) a product is the first.
  const alternatives = alternativesOf(inner, first);
  if (
    inner.family === "rowwise" &&
    inner.gradients.some((one) => one !== first && !alternatives.includes(one))
  )
    throw cannot(`is differentiable in ${inner.gradients.join(" and ")}`);
  if (inner.family === "rowwise" && (loss.params.classAxis ?? -1) !== -1)
    throw cannot(
      `has classAxis ${show(loss.params.classAxis)}, and the columns of a product are its last axis (-1)`,
    );
  for (const taken of Object.keys(own)) {
    if (!(taken in inner.inputs)) continue;
    throw new InvalidInputError(
      `${name}: ${inner.name} has an input "${taken}" of its own, which here is the linear model's; rename it.`,
      { input: taken },
    );
  }
  return inner;
}

/** The inputs that could be given instead of one. */
function alternativesOf({ oneOf }: Inner, first: string): string[] {
  return oneOf
    .filter((choice) => choice.includes(first))
    .flatMap((choice) => choice.filter((one) => one !== first));
}

function define(loss: Loss, inner: Inner): ItemsDefinition {
  const [first = ""] = Object.keys(inner.inputs);
  const alternatives = alternativesOf(inner, first);
  const others = Object.keys(inner.inputs).filter(
    (input) => input !== first && !alternatives.includes(input),
  );
  const innerParams = ({ transposed: _, ...rest }: Params): Params => rest;
  const ofOthers = <T>(kinds: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(kinds).filter(([input]) => others.includes(input)));
  return {
    name,
    family: "similarity",
    inputs: { ...own, ...ofOthers(inner.inputs) },
    kinds: (given) => ({ ...own, ...ofOthers(kindsOf(inner, innerParams(given))) }),
    optional: [...inner.optional, "bias"],
    oneOf: inner.oneOf.filter((choice) => !choice.includes(first)),
    gradients: Object.keys(own),
    params: { ...inner.params, ...params },
    reductions: inner.reductions,
    defaultReduction: inner.defaultReduction,
    outputs: inner.outputs,
    formula: String.raw`${formula},\quad \ell = ${inner.formula}`,
    citation: `${citation}; ${inner.citation}`,
    numbers: (given) => inner.numbers(innerParams(given)),
    flags: (given, names) => ("flags" in inner ? inner.flags(innerParams(given), [first, ...names]) : {}),
    arrange: (given, inputs) => arrange(inner, first, innerParams(given), given.transposed === true, inputs),
    inPlace: false,
    inner: loss,
    ...("finish" in inner && inner.finish ? { finish: inner.finish } : {}),
    plan: (request) =>
      planLinear(request, { definition: inner, input: first, params: innerParams(request.params) }),
  };
}

/** How the rows lie, and how the product does among the inner loss's inputs. */
function arrange(
  inner: Definition,
  first: string,
  innerParams: Params,
  transposed: boolean,
  inputs: Shapes,
): Arrangement {
  const shapeOf = (input: string): readonly number[] => inputs[input]?.shape ?? [];
  const [samples, matrix] = [shapeOf("inputs"), shapeOf("weightMatrix")];
  const features = samples.at(-1) ?? 0;
  if (features === 0) {
    throw new ShapeError(
      `${name}: inputs has shape ${showShape(samples)}; its last axis must be the features, at least one, as in [N, D].`,
    );
  }
  const [columns = 0, found] = transposed ? matrix : [...matrix].reverse();
  if (matrix.length !== 2 || found !== features || columns === 0) {
    const wanted = transposed ? `[K, ${features}]` : `[${features}, K]`;
    throw new ShapeError(
      `${name}: weightMatrix has shape ${showShape(matrix)} and inputs ${showShape(samples)}; with transposed: ${transposed} it must be ${wanted}.`,
    );
  }
  if (inputs.bias && (elementCount(shapeOf("bias")) !== columns || shapeOf("bias").length > 1)) {
    throw new ShapeError(
      `${name}: bias has shape ${showShape(shapeOf("bias"))} and weightMatrix ${showShape(matrix)}; it must have shape [${columns}].`,
    );
  }
  const leading = samples.slice(0, -1);
  const rest = Object.entries(inputs).filter(([input]) => input in inner.inputs);
  const isFlat =
    inner.family === "elementwise" &&
    columns === 1 &&
    rest.some(([, { shape }]) => showShape(shape) === showShape(leading));
  const product = isFlat ? leading : [...leading, columns];
  // What does not fit is told in the words of this loss: the user has never seen the inner one's first input.
  const { [first]: kind = "real", ...kinds } = inner.inputs;
  const layout = layoutOf({ ...inner, name, inputs: { [productName]: kind, ...kinds } }, innerParams, {
    [productName]: { shape: product },
    ...Object.fromEntries(rest),
    ...(inputs.weights ? { weights: inputs.weights } : {}),
  });
  if (inner.family === "elementwise" && layout.items !== elementCount(product)) {
    throw new ShapeError(
      `${name}: inputs ${showShape(samples)} times weightMatrix ${showShape(matrix)} has shape ${showShape(product)}; the loss's other inputs must have that shape${columns === 1 ? `, or ${showShape(leading)}` : ""}, or be one element.`,
    );
  }
  return {
    itemShape: layout.itemShape,
    sizes: { rows: elementCount(leading), features, columns },
    inner: layout,
  };
}
