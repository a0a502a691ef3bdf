import { finite } from "../check/params.js";
import type { ElementwiseDefinition, Loss, ParamSpecs } from "../definition.js";
import { check } from "../derive/check.js";
import { emit } from "../derive/emit.js";
import { checkOptions } from "../derive/options.js";
import { descriptor, infoOf, usual } from "../families/define.js";
import { planElementwise } from "../families/elementwisePlan.js";

/** What `customLoss` takes. */
export interface CustomLossOptions<I extends readonly string[], D extends I[number]> {
  /** An identifier; it begins the messages of errors and labels the kernels. */
  readonly name: string;
  /** The names of the inputs, in the order of the gradients; not `weights`, which every loss has. */
  readonly inputs: I;
  /** Numbers that the body reads by their names; they may change from encode to encode. */
  readonly params?: Readonly<Record<string, number>> | undefined;
  /** The body of a WGSL function that returns the loss of one element. */
  readonly wgsl: string;
  /** The inputs that have a gradient. Default: the first. */
  readonly differentiable?: readonly D[] | undefined;
}

const info = infoOf({
  name: "customLoss",
  family: "elementwise",
  // Its inputs and parameters are those of each call.
  inputs: {},
  gradients: [],
  params: {},
  formula: String.raw`\ell(x_1, x_2, \ldots)`,
  citation: "R. E. Wengert, A Simple Automatic Derivative Evaluation Program, Comm. ACM 7 (1964) 463–464",
});

function make<const I extends readonly [string, ...string[]], const D extends I[number] = I[0]>(
  options: CustomLossOptions<I, D>,
): Loss<I[number], D> {
  const { name, inputs, params, wgsl, differentiable } = checkOptions(options);
  const owner = `customLoss '${name}'`;
  const program = check({ owner, text: wgsl, inputs, params: Object.keys(params), differentiable });
  const bodyName = prefixOf(name, [inputs, Object.keys(params), differentiable, wgsl]);
  const definition: ElementwiseDefinition = {
    ...usual,
    name,
    family: "elementwise",
    inputs: Object.fromEntries(inputs.map((input) => [input, "real"])),
    gradients: differentiable,
    params: specsOf(params),
    formula: String.raw`\mathrm{${name}}(${inputs.join(", ")})`,
    citation: "the body that was given to customLoss",
    body: emit(program, bodyName),
    bodyName,
    bodyFunction: `${bodyName}Value`,
    custom: program,
    plan: planElementwise,
  };
  return descriptor(name, params, definition);
}

function specsOf(params: Readonly<Record<string, number>>): ParamSpecs {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, finite(value)]));
}

/**
 * The prefix of a body's functions: one text has one, so that it compiles once however often it is made, and
 * another text of the same name has another, so that both may stand in one module.
 */
function prefixOf(name: string, content: unknown): string {
  // FNV-1a, twice over with different seeds: 64 bits.
  const hash = (seed: number) =>
    Array.from(JSON.stringify(content)).reduce(
      (sum, character) => Math.imul(sum ^ (character.codePointAt(0) as number), 0x01000193),
      seed,
    ) >>> 0;
  const digits = [0x811c9dc5, 0x9e3779b9].map((seed) => hash(seed).toString(16).padStart(8, "0")).join("");
  return `custom_${name}_${digits}`;
}

/**
 * A loss of your own: the body of one WGSL function, from which its derivative is made, and which the reference
 * interprets in float64.
 *
 * ```ts
 * const missedFraud = customLoss({
 *   name: "missedFraud",
 *   inputs: ["logits", "targets"],
 *   params: { costFalseNegative: 10 },
 *   wgsl: `
 *     let cost = select(1.0, costFalseNegative, targets > 0.5);
 *     return cost * (softplus(logits) - targets * logits);
 *   `,
 * });
 * ```
 *
 * In the body each input and each parameter is an f32 of its own name. There are `let`, `var`, `const`,
 * assignment, `if`, `for` with constant bounds, arithmetic, WGSL's functions of numbers, and `log1p`, `expm1`,
 * `softplus`, `sigmoid`, `logSigmoid`, `logCosh`. It runs wherever an elementwise loss runs: any shape, any
 * reduction, weights, 16-bit storage, `compile`, the reference, `verify`.
 *
 * Inputs: those named, of one shape (or one element for all), and `weights`. Gradients: of those in
 * `differentiable`, by default of the first. Where max, min, clamp or abs tie, the slope is the smaller in
 * magnitude of the two sides', 0 where their signs differ; a comparison has none. Outside of its domain a function
 * keeps the value of the domain's end, and has no slope there: log x is log max(x, 2⁻¹²⁶), √x is √max(x, 0).
 *
 * Parameters are run-time numbers: `step.encode(encoder, inputs, { params: { costFalseNegative: 20 } })` compiles
 * nothing.
 *
 * @throws ShaderError with line and column where the body does not parse, names what is not there, or cannot be
 *   differentiated; InvalidInputError for options that are misspelt, missing or out of range
 */
export const customLoss = Object.freeze(Object.assign(make, { info }));
