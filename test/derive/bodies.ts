/** The hand-written bodies of elementwise losses, read by the parser and run by the interpreter of `src/derive`. */
import type { ElementwiseDefinition, Loss } from "../../src/definition.js";
import { check } from "../../src/derive/check.js";
import { type Functions, functions } from "../../src/derive/functions.js";
import { interpret } from "../../src/derive/interpret.js";
import { type Rule, rule, unary } from "../../src/derive/rules/rule.js";
import { expRest, timesExp } from "../../src/reference/math.js";
import { casesOf, definitionOfLoss, factories } from "../cases/catalogue.js";

/** A body with the numbers of one set of parameters. */
export interface Subject {
  readonly title: string;
  readonly definition: ElementwiseDefinition;
  readonly numbers: Readonly<Record<string, number>>;
}

/** Every elementwise loss under each of its variants; a GAN's discriminator is its two halves. */
export const subjects: readonly Subject[] = factories.flatMap((make) =>
  casesOf(make.info.name).variants.flatMap((params) => halvesOf(make(params))),
);

function halvesOf(loss: Loss): Subject[] {
  const definition = definitionOfLoss(loss);
  if (definition.parts) return definition.parts.flatMap(({ loss: half }) => halvesOf(half));
  if (definition.family !== "elementwise" || definition.custom) return [];
  const numbers = definition.numbers(loss.params);
  return [{ title: `${definition.name} ${JSON.stringify(loss.params)}`, definition, numbers }];
}

const noText = () => "";

/** The larger or the smaller of a number and a bound: flat where they are equal, as the derivation's own extremes are. */
function extreme(of: (a: number, b: number) => number): Rule {
  const share = (mine: number, other: number): number => (mine !== other && of(mine, other) === mine ? 1 : 0);
  return rule(
    2,
    (a, b) => of(a as number, b as number),
    noText,
    [([a, b]) => share(a as number, b as number), noText],
    [([a, b]) => share(b as number, a as number), noText],
  );
}

/** What bodies call beside the subset, as mathematics: without the clamps that f32 needs. */
const library: Functions = {
  preciseExp: unary(Math.exp, "", (_, v) => v, noText),
  decay: unary(Math.exp, "", (_, v) => v, noText),
  preciseLog: unary(Math.log, "", (x) => 1 / x, noText),
  log1pUnit: unary(Math.log1p, "", (x) => 1 / (1 + x), noText),
  upper: extreme(Math.max),
  lower: extreme(Math.min),
  preciseTanh: unary(Math.tanh, "", (x) => 1 - Math.tanh(x) ** 2, noText),
  expm1Rest: unary(expRest, "", Math.expm1, noText),
  timesExp: rule(
    2,
    (a, x) => timesExp(a as number, x as number),
    noText,
    [([, x]) => Math.exp(x as number), noText],
    [(_, v) => v, noText],
  ),
};

export interface Answer {
  /** The slopes that the body itself gives. */
  readonly written: readonly number[];
  /** Those that its value has. */
  readonly derived: readonly number[];
}

/** `fn name(params, a, b) -> nameSlopes { … return nameSlopes(value, slopeA, …); }` → both kinds of slopes. */
export function differentiated({
  title,
  definition,
  numbers,
}: Subject): (element: readonly number[]) => Answer {
  const { body, bodyName, bodyFunction, gradients, inputs } = definition;
  const { args, text } = functionIn(body, bodyFunction);
  if (args.length !== Object.keys(inputs).length)
    throw new Error(`${title}: takes ${args}, and not ${Object.keys(inputs)}`);
  let written: readonly number[] = [];
  const slopes: Rule = {
    ...rule(1 + gradients.length, (...x) => x[0] as number, noText, [() => 1, noText]),
    value: (value, ...own) => {
      written = own;
      return value as number;
    },
  };
  const named = (name: string) => args[Object.keys(inputs).indexOf(name)] as string;
  const program = check({
    owner: title,
    text: text.replace(/\bparams\.(\w+)/g, "param_$1"),
    inputs: args,
    params: Object.keys(numbers).map((name) => `param_${name}`),
    differentiable: gradients.map(named),
    functions: { ...functions, ...library, [`${bodyName}Slopes`]: slopes },
  });
  const params = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [`param_${name}`, value]));
  return (element) => {
    const given = Object.fromEntries(args.map((name, i) => [name, element[i] as number]));
    const { slopes: derived } = interpret(program, { ...params, ...given });
    return { written, derived };
  };
}

/** The inputs and the body of one function of a file. */
function functionIn(file: string, name: string): { readonly args: readonly string[]; readonly text: string } {
  const head = new RegExp(`fn\\s+${name}\\s*\\(([^)]*)\\)\\s*->\\s*\\w+\\s*\\{`).exec(file);
  if (!head) throw new Error(`there is no fn ${name}`);
  const start = head.index + head[0].length;
  let depth = 1;
  let end = start;
  while (depth > 0) depth += { "{": 1, "}": -1 }[file[end++] as string] ?? 0;
  const args = (head[1] as string)
    .split(",")
    .map((one) => one.split(":")[0]?.trim() ?? "")
    .filter(Boolean);
  return { args: args.slice(1), text: file.slice(start, end - 1) };
}
