import { show } from "../check/params.js";
import { nearest } from "../check/words.js";
import { InvalidInputError } from "../errors.js";
import { helpers } from "./functions.js";
import { isBuiltin, isReserved } from "./words.js";

/** The options of `customLoss`, defaults filled in. */
export interface CustomOptions {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly params: Readonly<Record<string, number>>;
  readonly wgsl: string;
  readonly differentiable: readonly string[];
}

const known = ["name", "inputs", "params", "wgsl", "differentiable"];

/** Names that a kernel or the contract has given away. */
const taken: Readonly<Record<string, string>> = {
  weights: "the per-sample weights, which every loss takes without being asked",
  value: "the loss itself in the kernel",
  upstream: "the upstream gradient in the kernel",
  lossPerElement: "the loss of each element in the kernel",
};

/** So many inputs leave room for one gradient in a kernel's eight bindings. */
const mostInputs = 5;

/** Checks the options; the body is looked at later. */
export function checkOptions(given: unknown): CustomOptions {
  if (given === null || typeof given !== "object") {
    throw new InvalidInputError(
      `customLoss: got ${show(given)}; an object such as { name, inputs: ["predictions", "targets"], wgsl } was wanted.`,
    );
  }
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    throw new InvalidInputError(
      `customLoss: there is no option "${key}"; it takes ${known.join(", ")}${nearest(key, known)}.`,
      { input: key },
    );
  }
  const options = given as Readonly<Record<string, unknown>>;
  const name = nameIn(options.name);
  const fail = (input: string, problem: string) =>
    new InvalidInputError(`customLoss '${name}': ${problem}`, { input });
  const { wgsl } = options;
  if (typeof wgsl !== "string") {
    throw fail(
      "wgsl",
      `wgsl is ${show(wgsl)}; the text of a function body was wanted, as in "let e = predictions - targets; return e * e;".`,
    );
  }
  const inputs = list(options.inputs);
  if (!inputs?.length) {
    throw fail(
      "inputs",
      `inputs is ${show(options.inputs)}; a list of names was wanted, as in ["predictions", "targets"].`,
    );
  }
  if (inputs.length > mostInputs) {
    throw fail(
      "inputs",
      `there are ${inputs.length} inputs; at most ${mostInputs} were wanted, which is what a kernel can bind beside its results.`,
    );
  }
  const params = (options.params ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof params !== "object" || Array.isArray(params)) {
    throw fail(
      "params",
      `params is ${show(params)}; an object of numbers was wanted, as in { costFalseNegative: 10 }.`,
    );
  }
  checkNames(inputs, Object.keys(params), fail);
  for (const [key, value] of Object.entries(params)) {
    if (typeof value === "number" && Number.isFinite(Math.fround(value))) continue;
    throw fail(key, `params.${key} is ${show(value)}; a finite number was wanted.`);
  }
  const differentiable =
    options.differentiable === undefined ? inputs.slice(0, 1) : list(options.differentiable);
  if (!differentiable) {
    throw fail(
      "differentiable",
      `differentiable is ${show(options.differentiable)}; a list of inputs was wanted, as in ["${inputs[0]}"].`,
    );
  }
  for (const [i, input] of differentiable.entries()) {
    if (!inputs.includes(input)) {
      throw fail(
        input,
        `differentiable names "${input}", which is no input; the inputs are ${inputs.join(", ")}${nearest(input, inputs)}.`,
      );
    }
    if (differentiable.indexOf(input) !== i)
      throw fail(input, `differentiable names "${input}" twice; name it once.`);
  }
  return {
    name,
    inputs: Object.freeze([...inputs]),
    params: Object.freeze({ ...(params as Record<string, number>) }),
    wgsl,
    // Gradients come in the order of the inputs.
    differentiable: Object.freeze(inputs.filter((input) => differentiable.includes(input))),
  };
}

const identifier = /^[A-Za-z][A-Za-z0-9_]*$/;

function nameIn(name: unknown): string {
  if (typeof name === "string" && identifier.test(name)) return name;
  throw new InvalidInputError(
    `customLoss: name is ${show(name)}; a name of letters, digits and _ that begins with a letter was wanted, as in "missedFraud".`,
    { input: "name" },
  );
}

function list(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string") ? value : undefined;
}

function checkNames(
  inputs: readonly string[],
  params: readonly string[],
  fail: (input: string, problem: string) => InvalidInputError,
): void {
  const all = [...inputs, ...params];
  for (const [i, name] of all.entries()) {
    const what = i < inputs.length ? "the input" : "the parameter";
    const choose = "choose another name";
    if (!identifier.test(name)) {
      throw fail(
        name,
        `${what} "${name}" is no name of WGSL; letters, digits and _ after a first letter were wanted.`,
      );
    }
    if (isReserved(name)) throw fail(name, `${what} "${name}" is a reserved word of WGSL; ${choose}.`);
    if (isBuiltin(name) || (helpers as readonly string[]).includes(name)) {
      throw fail(name, `${what} "${name}" is a function or a type that the body may call; ${choose}.`);
    }
    const owner = i < inputs.length && Object.hasOwn(taken, name) ? taken[name] : undefined;
    if (owner) throw fail(name, `${what} "${name}" is the name of ${owner}; ${choose}.`);
    if (all.indexOf(name) !== i) throw fail(name, `${what} "${name}" is there already; names must differ.`);
  }
}
