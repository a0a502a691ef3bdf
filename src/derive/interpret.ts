/** Runs a program in float64, with the slope of every value beside it (forward mode, dual numbers). */
import { convert, operate, operateOne, type Value } from "./operate.js";
import type { Program, Step, Term } from "./program.js";

/** One slope for each differentiable input; none where a value moves with nothing. */
type Slopes = readonly number[] | undefined;

interface Dual {
  readonly value: Value;
  readonly slopes: Slopes;
}

export interface Frame {
  readonly values: Value[];
  readonly slopes: Slopes[];
}

export interface Result {
  readonly value: number;
  /** By the order of the program's `differentiable`. */
  readonly slopes: readonly number[];
}

/** The loss of one element and its slopes. */
export function interpret(
  { inputs, params, differentiable, body }: Program,
  given: Readonly<Record<string, number>>,
): Result {
  const frame: Frame = { values: [], slopes: [] };
  for (const { name, slot } of params) frame.values[slot] = given[name] as number;
  for (const { name, slot } of inputs) {
    frame.values[slot] = given[name] as number;
    const own = differentiable.indexOf(name);
    if (own >= 0) frame.slopes[slot] = differentiable.map((_, k) => (k === own ? 1 : 0));
  }
  const result = run(body, frame);
  if (typeof result !== "object") throw new Error("a program that was checked ends in return.");
  return { value: result.value as number, slopes: result.slopes ?? differentiable.map(() => 0) };
}

type End = Dual | "break" | "continue" | undefined;

/** Runs steps; answers what a return gave, or how they were left before their end. */
export function run(steps: readonly Step[], frame: Frame): End {
  for (const step of steps) {
    const end = runOne(step, frame);
    if (end) return end;
  }
  return undefined;
}

function runOne(step: Step, frame: Frame): End {
  switch (step.kind) {
    case "declare":
    case "assign": {
      const { value, slopes } = dual(step.value, frame);
      frame.values[step.variable.slot] = value;
      frame.slopes[step.variable.slot] = slopes;
      return undefined;
    }
    case "if":
      return run(valueIn(step.condition, frame) ? step.yes : step.no, frame);
    case "block":
      return run(step.body, frame);
    case "for":
      return loop(step, frame);
    case "return":
      return dual(step.value, frame);
    default:
      return step.kind;
  }
}

function loop({ first, condition, next, body }: Extract<Step, { kind: "for" }>, frame: Frame): End {
  if (first) runOne(first, frame);
  while (valueIn(condition, frame)) {
    const end = run(body, frame);
    if (end === "break") return undefined;
    if (typeof end === "object") return end;
    if (next) runOne(next, frame);
  }
  return undefined;
}

export function valueIn(term: Term, frame: Frame): Value {
  return dual(term, frame).value;
}

function dual(term: Term, frame: Frame): Dual {
  switch (term.kind) {
    case "constant":
      return { value: term.value, slopes: undefined };
    case "variable":
      return { value: frame.values[term.variable.slot] as Value, slopes: frame.slopes[term.variable.slot] };
    case "unary": {
      const { value, slopes } = dual(term.operand, frame);
      return { value: operateOne(term.op, term.type, value), slopes: scaled(slopes, -1) };
    }
    case "binary":
      return binary(term, frame);
    case "extreme":
      return extreme(term, frame);
    case "select":
      return dual(valueIn(term.condition, frame) ? term.yes : term.no, frame);
    case "convert": {
      const { value } = dual(term.operand, frame);
      return { value: convert(term.type, term.operand.type, value), slopes: undefined };
    }
    case "call": {
      const args = term.args.map((argument) => dual(argument, frame));
      const x = args.map(({ value }) => value as number);
      const value = term.rule.value(...x);
      const parts = term.rule.slopes.map(({ of }, i) => {
        const own = args[i]?.slopes;
        return own && scaled(own, of(x, value));
      });
      return { value, slopes: parts.reduce(added, undefined) };
    }
  }
}

function binary({ op, left, right, type }: Extract<Term, { kind: "binary" }>, frame: Frame): Dual {
  const a = dual(left, frame);
  // What stands behind && and || is looked at only where it decides.
  if (op === "&&" && !a.value) return { value: false, slopes: undefined };
  if (op === "||" && a.value) return { value: true, slopes: undefined };
  const b = dual(right, frame);
  const value = operate(op, left.type, a.value, b.value);
  if (type !== "f32" || (!a.slopes && !b.slopes)) return { value, slopes: undefined };
  return { value, slopes: slopesOf(op, a, b, value as number) };
}

function slopesOf(op: string, a: Dual, b: Dual, value: number): Slopes {
  const [x, y] = [a.value as number, b.value as number];
  switch (op) {
    case "+":
      return added(a.slopes, b.slopes);
    case "-":
      return added(a.slopes, scaled(b.slopes, -1));
    case "*":
      return added(scaled(a.slopes, y), scaled(b.slopes, x));
    case "/": {
      const top = added(a.slopes, scaled(b.slopes, -value));
      return top?.map((slope) => (slope === 0 ? 0 : slope / y));
    }
    default:
      return added(a.slopes, scaled(b.slopes, -Math.trunc(x / y)));
  }
}

function extreme({ name, left, right, type }: Extract<Term, { kind: "extreme" }>, frame: Frame): Dual {
  const a = dual(left, frame);
  const b = dual(right, frame);
  const [x, y] = [a.value as number, b.value as number];
  const value = Math[name](x, y);
  if (type !== "f32" || (!a.slopes && !b.slopes)) return { value, slopes: undefined };
  if (x !== y) return { value, slopes: (name === "max") === x > y ? a.slopes : b.slopes };
  const slopes = (a.slopes ?? b.slopes ?? []).map((_, k) => smaller(a.slopes?.[k] ?? 0, b.slopes?.[k] ?? 0));
  return { value, slopes };
}

/** Where two sides tie: the smaller slope in magnitude, 0 where their signs differ. */
function smaller(a: number, b: number): number {
  if (a * b <= 0) return 0;
  return Math.abs(a) < Math.abs(b) ? a : b;
}

function scaled(slopes: Slopes, factor: number): Slopes {
  // What does not move is not moved by an infinite factor.
  return slopes?.map((slope) => (slope === 0 ? 0 : slope * factor));
}

function added(a: Slopes, b: Slopes): Slopes {
  if (!a || !b) return a ?? b;
  return a.map((slope, k) => slope + (b[k] as number));
}
