import { activityOf } from "./activity.js";
import { literal } from "./constants.js";
import type { Term, Variable } from "./program.js";

/** The lines of a function as they grow. */
export interface Lines {
  readonly text: string[];
  indent: string;
  temporaries: number;
  /** How many slopes there are. */
  readonly ways: number;
}

/** A value and its slopes as names or literals; no slope where the value does not move with that input. */
export interface Written {
  readonly value: string;
  readonly slopes: readonly (string | undefined)[];
}

export const mutable = ({ role }: Variable): boolean => role === "var" || role === "counter";

/** Nothing has a side effect here, so both operands may be looked at; && would be a branch on some devices. */
const withoutBranch: Readonly<Record<string, string>> = { "&&": "&", "||": "|" };

/** The value alone, as one expression. */
export function emitValue(term: Term): string {
  switch (term.kind) {
    case "constant":
      return literal(term);
    case "variable":
      return `c_${term.variable.name}`;
    case "unary":
      return `(${term.op}${emitValue(term.operand)})`;
    case "binary":
      return `(${emitValue(term.left)} ${withoutBranch[term.op] ?? term.op} ${emitValue(term.right)})`;
    case "extreme":
      return `${term.name}(${emitValue(term.left)}, ${emitValue(term.right)})`;
    case "select":
      return `select(${[term.no, term.yes, term.condition].map(emitValue).join(", ")})`;
    case "convert":
      return `${term.type}(${emitValue(term.operand)})`;
    case "call":
      return term.rule.text(...term.args.map(emitValue));
  }
}

/** Value and slopes, with a line for each step of the way. */
export function emitDual(lines: Lines, term: Term): Written {
  const still = { value: "", slopes: [] };
  if (activityOf(term) === 0) return { ...still, value: atom(lines, emitValue(term)) };
  switch (term.kind) {
    case "variable":
      return variable(lines, term.variable);
    case "unary": {
      const { value, slopes } = emitDual(lines, term.operand);
      return { value: atom(lines, `-${value}`), slopes: each(lines, slopes, negative) };
    }
    case "binary":
      return binary(lines, term.op, emitDual(lines, term.left), emitDual(lines, term.right));
    case "extreme":
      return extreme(lines, term.name, emitDual(lines, term.left), emitDual(lines, term.right));
    case "select":
      return select(lines, term);
    case "call":
      return call(lines, term);
    default:
      return { ...still, value: atom(lines, emitValue(term)) };
  }
}

/** A name for an expression, or the expression where it is a name or a literal that does not change. */
function atom(lines: Lines, text: string): string {
  if (/^(t\d+|[cd]\d*_\w+|\(?-?\d[\d.e+-]*[fiu]?\)?|true|false)$/.test(text)) return text;
  return copy(lines, text);
}

function copy(lines: Lines, text: string): string {
  const name = `t${lines.temporaries++}`;
  lines.text.push(`${lines.indent}let ${name} = ${text};`);
  return name;
}

/** What may be assigned to is copied: the expression goes on meaning what it meant. */
function variable(lines: Lines, it: Variable): Written {
  const { name, active, role } = it;
  const slopes = Array.from({ length: lines.ways }, (_, k) =>
    active & (1 << k) ? `d${k}_${name}` : undefined,
  );
  if (role === "input") return { value: `c_${name}`, slopes: slopes.map((slope) => slope && "1.0f") };
  if (!mutable(it)) return { value: `c_${name}`, slopes };
  return {
    value: copy(lines, `c_${name}`),
    slopes: slopes.map((slope) => slope && copy(lines, slope)),
  };
}

type Slopes = Written["slopes"];

function each(lines: Lines, slopes: Slopes, of: (slope: string, k: number) => string): Slopes {
  return Array.from({ length: lines.ways }, (_, k) => {
    const slope = slopes[k];
    return slope === undefined ? undefined : atom(lines, of(slope, k));
  });
}

function times(factor: string, slope: string): string {
  if (slope === "1.0f") return factor;
  return factor === "1.0f" ? slope : `${factor} * ${slope}`;
}

function negative(slope: string): string {
  return slope.startsWith("-") ? `-(${slope})` : `-${slope}`;
}

/** Both slopes where both move, joined by `of`; else the one that moves, by its own. */
function joined(
  lines: Lines,
  a: Slopes,
  b: Slopes,
  of: { both: (a: string, b: string) => string; left: (a: string) => string; right: (b: string) => string },
): Slopes {
  return Array.from({ length: lines.ways }, (_, k) => {
    const [x, y] = [a[k], b[k]];
    if (x === undefined && y === undefined) return undefined;
    if (y === undefined) return atom(lines, of.left(x as string));
    return atom(lines, x === undefined ? of.right(y) : of.both(x, y));
  });
}

function binary(lines: Lines, op: string, a: Written, b: Written): Written {
  const value = atom(lines, `${a.value} ${op} ${b.value}`);
  const same = (slope: string) => slope;
  const rules = {
    "+": { both: (x: string, y: string) => `${x} + ${y}`, left: same, right: same },
    "-": { both: (x: string, y: string) => `${x} - ${y}`, left: same, right: negative },
    "*": {
      both: (x: string, y: string) => `${times(b.value, x)} + ${times(a.value, y)}`,
      left: (x: string) => times(b.value, x),
      right: (y: string) => times(a.value, y),
    },
    "/": {
      both: (x: string, y: string) => `(${x} - ${times(value, y)}) / ${b.value}`,
      left: (x: string) => `${x} / ${b.value}`,
      right: (y: string) => `${negative(value)} * ${y} / ${b.value}`,
    },
    "%": {
      both: (x: string, y: string) => `${x} - trunc(${a.value} / ${b.value}) * ${y}`,
      left: same,
      right: (y: string) => `-trunc(${a.value} / ${b.value}) * ${y}`,
    },
  };
  return { value, slopes: joined(lines, a.slopes, b.slopes, rules[op as keyof typeof rules]) };
}

/** The slope of the larger (smaller) one; where they tie, minmod. */
function extreme(lines: Lines, name: "max" | "min", a: Written, b: Written): Written {
  const value = atom(lines, `${name}(${a.value}, ${b.value})`);
  const sign = name === "max" ? ">" : "<";
  const test = (x: Written, y: Written) =>
    x.slopes.some(Boolean) ? atom(lines, `${x.value} ${sign} ${y.value}`) : "false";
  const left = test(a, b);
  const right = test(b, a);
  const slopes = joined(lines, a.slopes, b.slopes, {
    both: (x, y) => `select(select(minmod(${x}, ${y}), ${y}, ${right}), ${x}, ${left})`,
    left: (x) => `select(0.0f, ${x}, ${left})`,
    right: (y) => `select(0.0f, ${y}, ${right})`,
  });
  return { value, slopes };
}

function select(lines: Lines, term: Extract<Term, { kind: "select" }>): Written {
  const condition = atom(lines, emitValue(term.condition));
  const no = emitDual(lines, term.no);
  const yes = emitDual(lines, term.yes);
  const choose = (a: string, b: string) => (a === b ? a : `select(${a}, ${b}, ${condition})`);
  const slopes = joined(lines, no.slopes, yes.slopes, {
    both: choose,
    left: (a) => choose(a, "0.0f"),
    right: (b) => choose("0.0f", b),
  });
  return { value: atom(lines, choose(no.value, yes.value)), slopes };
}

function call(lines: Lines, { rule, args }: Extract<Term, { kind: "call" }>): Written {
  const given = args.map((argument) => emitDual(lines, argument));
  const x = given.map(({ value }) => value);
  const value = atom(lines, rule.text(...x));
  const parts = rule.slopes.map(({ text }, i) => {
    const own = given[i]?.slopes ?? [];
    if (own.every((slope) => slope === undefined)) return [];
    const partial = atom(lines, text(x, value));
    return each(lines, own, (slope) => times(partial, slope));
  });
  const sum = {
    both: (a: string, b: string) => `${a} + ${b}`,
    left: (a: string) => a,
    right: (b: string) => b,
  };
  return { value, slopes: parts.reduce<Slopes>((all, own) => joined(lines, all, own, sum), []) };
}
