import { nearest } from "../check/words.js";
import { as, type Constant, common, constant, readNumber } from "./constants.js";
import { type Functions, helpers, special } from "./functions.js";
import { convert, operate, operateOne, type Value } from "./operate.js";
import type { Term, Type } from "./program.js";
import { isVariable, type Scope } from "./scope.js";
import type { Place, Source } from "./source.js";
import type { Expression } from "./syntax.js";
import { isBuiltin } from "./words.js";

const conversions = ["f32", "i32", "u32", "bool"];
/** Whose arguments may be integers. */
const alsoWhole = ["abs", "sign"];

/** Gives every expression its type, names their meaning, and constants their value. */
export class TermChecker {
  constructor(
    readonly source: Source,
    readonly scope: Scope,
    readonly functions: Functions,
  ) {}

  term(expression: Expression): Term {
    const { place } = expression;
    switch (expression.kind) {
      case "number":
        return readNumber(this.source, place, expression.text);
      case "truth":
        return { kind: "constant", place, type: "bool", value: expression.value };
      case "name":
        return this.#name(expression.name, place);
      case "unary":
        return this.#unary(expression.op, this.term(expression.operand), place);
      case "binary":
        return this.binary(expression.op, this.term(expression.left), this.term(expression.right), place);
      case "call":
        return this.#call(
          expression.name,
          expression.args.map((argument) => this.term(argument)),
          place,
        );
    }
  }

  /** A term as f32, or whatever is wanted; `what` begins the complaint. */
  wanted(term: Term, to: Type, what: string): Term {
    return as(this.source, term, to, () => {
      const hint = to === "f32" && ["i32", "u32", "bool"].includes(term.type) ? "; f32(…) makes one" : "";
      return this.source.error(term.place, `${what} is ${shown(term.type)}; ${shown(to)} was wanted${hint}.`);
    });
  }

  binary(op: string, left: Term, right: Term, place: Place): Term {
    const isShift = op === "<<" || op === ">>";
    const type = isShift ? left.type : common(left.type, right.type);
    const fail = (wanted: string) =>
      this.source.error(
        place,
        `${op} stands between ${shown(left.type)} and ${shown(right.type)}; ${wanted} was wanted.`,
      );
    if (!type) throw fail("one type on both sides (f32(i) makes an f32 of an integer)");
    const isLogical = op === "&&" || op === "||";
    const isBool = type === "bool";
    const isFloat = type === "f32" || type === "float";
    if (isLogical && !isBool) throw fail("a bool on both sides, such as a comparison,");
    if (isBool && !isLogical && !["&", "|", "==", "!="].includes(op)) throw fail("a number on both sides");
    if (isFloat && ["&", "|", "^", "<<", ">>"].includes(op)) throw fail("an integer on both sides");
    const both = isShift
      ? [left, this.wanted(right, "u32", `what ${op} shifts by`)]
      : [left, right].map((term) => this.wanted(term, type, `an operand of ${op}`));
    const [a, b] = both as [Term, Term];
    const isComparison = ["==", "!=", "<", "<=", ">", ">="].includes(op);
    const result: Type = isComparison || isBool ? "bool" : type;
    if (a.kind === "constant" && b.kind === "constant") {
      if ((op === "/" || op === "%") && b.value === 0) {
        throw this.source.error(
          place,
          `this divides the constant ${a.value} by 0; a divisor other than 0 was wanted.`,
        );
      }
      return constant(this.source, place, result, operate(op, type, a.value, b.value));
    }
    return { kind: "binary", place, type: result, op, left: a, right: b };
  }

  #name(name: string, place: Place): Term {
    const meaning = this.scope.find(name);
    if (meaning) {
      return isVariable(meaning)
        ? { kind: "variable", place, type: meaning.type, variable: meaning }
        : { ...meaning, place };
    }
    if (this.#functionNames().includes(name)) {
      throw this.source.error(
        place,
        `${name} is a function; its arguments in parentheses were wanted, as in ${name}(…).`,
      );
    }
    const { names } = this.scope;
    throw this.source.error(
      place,
      `there is no "${name}" here${nearest(name, names)}; known are ${names.join(", ")}.`,
    );
  }

  #unary(op: string, operand: Term, place: Place): Term {
    const { type } = operand;
    const wanted = { "-": "a signed number", "!": "a bool", "~": "an integer" }[op] as string;
    const isWhole = ["int", "i32", "u32"].includes(type);
    const ok = op === "-" ? type !== "bool" && type !== "u32" : op === "!" ? type === "bool" : isWhole;
    if (!ok) throw this.source.error(place, `${op} stands before ${shown(type)}; ${wanted} was wanted.`);
    if (operand.kind === "constant")
      return constant(this.source, place, type, operateOne(op, type, operand.value));
    return { kind: "unary", place, type, op, operand };
  }

  #call(name: string, args: readonly Term[], place: Place): Term {
    const hiding = this.scope.find(name);
    if (hiding)
      throw this.source.error(place, `${name} is a variable here, not a function; rename the variable.`);
    if (conversions.includes(name)) return this.#conversion(name as Type, args, place);
    switch (name) {
      case "select":
        return this.#select(args, place);
      case "max":
      case "min":
        return this.#extreme(name, this.#counted(name, args, 2, place), place);
      case "clamp": {
        const [x, low, high] = this.#counted(name, args, 3, place) as [Term, Term, Term];
        return this.#extreme("min", [this.#extreme("max", [x, low], place), high], place);
      }
      case "saturate": {
        const [x] = this.#counted(name, args, 1, place) as [Term];
        const bound = (value: number): Constant => ({ kind: "constant", place, type: "float", value });
        return this.#extreme("min", [this.#extreme("max", [x, bound(0)], place), bound(1)], place);
      }
    }
    return this.#rule(name, args, place);
  }

  #rule(name: string, args: readonly Term[], place: Place): Term {
    const rule = Object.hasOwn(this.functions, name) ? this.functions[name] : undefined;
    if (!rule) throw this.#unknown(name, place);
    this.#counted(name, args, rule.count, place);
    const isWhole = alsoWhole.includes(name) && ["int", "i32"].includes(args[0]?.type ?? "");
    const type: Type = isWhole ? (args[0] as Term).type : "f32";
    const given = args.map((argument) => this.wanted(argument, type, `an argument of ${name}`));
    const numbers = given.map((argument) =>
      argument.kind === "constant" ? (argument.value as number) : undefined,
    );
    if (numbers.every((value) => value !== undefined)) {
      return constant(this.source, place, type, rule.value(...(numbers as number[])));
    }
    return { kind: "call", place, type, name, rule, args: given };
  }

  #extreme(name: "max" | "min", args: readonly Term[], place: Place): Term {
    const [a, b] = args as [Term, Term];
    const type = common(a.type, b.type);
    if (!type || type === "bool") {
      throw this.source.error(
        place,
        `${name} has ${shown(a.type)} and ${shown(b.type)}; two numbers of one type were wanted.`,
      );
    }
    const [left, right] = args.map((argument) => this.wanted(argument, type, `an argument of ${name}`)) as [
      Term,
      Term,
    ];
    if (left.kind === "constant" && right.kind === "constant") {
      return constant(this.source, place, type, Math[name](left.value as number, right.value as number));
    }
    return { kind: "extreme", place, type, name, left, right };
  }

  #select(args: readonly Term[], place: Place): Term {
    const [no, yes, asked] = this.#counted("select", args, 3, place) as [Term, Term, Term];
    const condition = this.wanted(asked, "bool", "the last argument of select");
    const type = common(no.type, yes.type);
    if (!type) {
      throw this.source.error(
        place,
        `select chooses between ${shown(no.type)} and ${shown(yes.type)}; one type was wanted.`,
      );
    }
    const [a, b] = [no, yes].map((argument) => this.wanted(argument, type, "an argument of select")) as [
      Term,
      Term,
    ];
    if (condition.kind === "constant") return condition.value ? b : a;
    if (type !== "int" && type !== "float") return { kind: "select", place, type, no: a, yes: b, condition };
    // Two abstract constants, and a choice that is made at run time.
    const concrete: Type = type === "int" ? "i32" : "f32";
    const [c, d] = [a, b].map((one) => this.wanted(one, concrete, "an argument of select")) as [Term, Term];
    return { kind: "select", place, type: concrete, no: c, yes: d, condition };
  }

  #conversion(to: Type, args: readonly Term[], place: Place): Term {
    const [operand] = this.#counted(to, args, 1, place) as [Term];
    if (operand.kind === "constant") {
      const value: Value = convert(to, operand.type, operand.value);
      return constant(this.source, place, to, value);
    }
    return operand.type === to ? operand : { kind: "convert", place, type: to, operand };
  }

  #counted(name: string, args: readonly Term[], count: number, place: Place): readonly Term[] {
    if (args.length === count) return args;
    const some = (n: number) => `${n} argument${n === 1 ? "" : "s"}`;
    throw this.source.error(
      place,
      `${name} was given ${some(args.length)}; ${some(count)} were wanted.`.replace(
        "1 argument were",
        "1 argument was",
      ),
    );
  }

  #functionNames(): string[] {
    return [...Object.keys(this.functions), ...special, ...conversions];
  }

  #unknown(name: string, place: Place): Error {
    if (isBuiltin(name)) {
      return this.source.error(
        place,
        `${name} is outside the subset: each input is one f32, and what is made of it must have a derivative.`,
      );
    }
    const names = this.#functionNames();
    const guess = nearest(name, names);
    return this.source.error(
      place,
      `there is no function "${name}"${guess}; WGSL's functions of one number were wanted, or ${helpers.join(", ")}.`,
    );
  }
}

/** A type in a message. */
export function shown(type: Type): string {
  if (type === "int") return "an integer";
  if (type === "float") return "a number with a point";
  return type === "bool" ? "a bool" : type === "u32" ? "a u32" : `an ${type}`;
}
