import { activate } from "./activity.js";
import { shown, TermChecker } from "./checkTerm.js";
import { as, settled } from "./constants.js";
import { type Functions, functions as known } from "./functions.js";
import { countTurns, maxTurns } from "./loops.js";
import { parse } from "./parse.js";
import type { Program, Step, Term, Type, Variable } from "./program.js";
import { isVariable, Scope } from "./scope.js";
import { Source } from "./source.js";
import type { Assignment, Block, Declaration, Loop, Statement } from "./syntax.js";

/** What a body is about: `owner` begins every complaint. */
export interface BodySpec {
  readonly owner: string;
  readonly text: string;
  readonly inputs: readonly string[];
  readonly params: readonly string[];
  readonly differentiable: readonly string[];
  /** Default: those of the subset. */
  readonly functions?: Functions;
}

/** A body → its program; refuses what does not parse, has no meaning, or no derivative where it must. */
export function check(spec: BodySpec): Program {
  const source = new Source(spec.owner, spec.text);
  const program = new BodyChecker(source, spec).program(parse(source));
  activate(program, source);
  return program;
}

const types: readonly string[] = ["f32", "i32", "u32", "bool"];

class BodyChecker {
  readonly #scope = new Scope();
  readonly #terms: TermChecker;
  /** How often the innermost open loop's body runs; 0 outside of loops. */
  #turns = 0;
  #slots = 0;

  constructor(
    readonly source: Source,
    readonly spec: BodySpec,
  ) {
    this.#terms = new TermChecker(source, this.#scope, spec.functions ?? known);
  }

  program(block: Block): Program {
    const { inputs, params, differentiable } = this.spec;
    const outer = (name: string, role: "input" | "param") => {
      const variable = this.#variable(name, "f32", role);
      variable.active = role === "input" ? bit(differentiable.indexOf(name)) : 0;
      return variable;
    };
    const program = {
      inputs: inputs.map((name) => outer(name, "input")),
      params: params.map((name) => outer(name, "param")),
      differentiable,
    };
    const body = this.#statements(block);
    if (!returns(body)) {
      throw this.source.error(
        endOf(this.source.text),
        "the body may end without return; every way through it must return the loss of one element.",
      );
    }
    return { ...program, body, slots: this.#slots };
  }

  #statements(block: Block): Step[] {
    return block.flatMap((statement) => this.#statement(statement));
  }

  #block(block: Block): Step[] {
    return this.#scope.inside(() => this.#statements(block));
  }

  #statement(statement: Statement): Step[] {
    const { place } = statement;
    switch (statement.kind) {
      case "declare":
        return this.#declare(statement);
      case "assign":
        return [this.#assign(statement)];
      case "block":
        return [{ kind: "block", body: this.#block(statement.body) }];
      case "if": {
        const condition = this.#condition(statement.condition, "what if asks");
        const yes = this.#block(statement.yes);
        return [{ kind: "if", condition, yes, no: this.#block(statement.no ?? []) }];
      }
      case "for":
        return [this.#scope.inside(() => this.#loop(statement))];
      case "return": {
        const value = this.#terms.wanted(this.#terms.term(statement.value), "f32", "what is returned");
        return [{ kind: "return", place, value }];
      }
      case "break":
      case "continue":
        if (this.#turns > 0) return [{ kind: statement.kind }];
        throw this.source.error(place, `${statement.kind} stands outside of a loop; take it out.`);
    }
  }

  #condition(expression: Parameters<TermChecker["term"]>[0], what: string): Term {
    return this.#terms.wanted(this.#terms.term(expression), "bool", what);
  }

  #declare(statement: Declaration, role?: "counter"): Step[] {
    const { name, place, word } = statement;
    const before = this.#scope.own(name);
    if (before) {
      const what =
        isVariable(before) && ["input", "param"].includes(before.role) ? ` as ${roles[before.role]}` : "";
      throw this.source.error(place, `"${name}" is declared already${what}; choose another name.`);
    }
    const given = statement.value && this.#terms.term(statement.value);
    const type = this.#type(statement, given);
    const value = given
      ? as(this.source, given, word === "const" && !statement.type ? given.type : type, () =>
          this.source.error(
            given.place,
            `${name} is ${shown(type)}, and its value ${shown(given.type)}; one type was wanted.`,
          ),
        )
      : ({ kind: "constant", place, type, value: type === "bool" ? false : 0 } as const);
    if (word === "const") {
      if (value.kind !== "constant") {
        throw this.source.error(
          value.place,
          `the value of a const must be known beforehand, and this is not; use let ${name}.`,
        );
      }
      this.#scope.declare(name, value);
      return [];
    }
    return [{ kind: "declare", variable: this.#variable(name, type, role ?? word), value }];
  }

  #type({ type, name, place }: Declaration, value: Term | undefined): Type {
    if (type) {
      if (types.includes(type.name)) return type.name as Type;
      throw this.source.error(
        type.place,
        `the type ${type.name} is outside the subset; f32, i32, u32 or bool was wanted.`,
      );
    }
    if (value) return settled(value.type);
    throw this.source.error(
      place,
      `${name} has neither type nor value; var ${name}: f32; or a value was wanted.`,
    );
  }

  #variable(name: string, type: Type, role: Variable["role"]): Variable {
    const variable: Variable = { name, type, role, slot: this.#slots++, active: 0 };
    this.#scope.declare(name, variable);
    return variable;
  }

  #assign(statement: Assignment, counter?: Variable): Step {
    const { name, place, op, isStep } = statement;
    const variable = this.#scope.find(name);
    if (!variable) {
      // The complaint about an unknown name is that of expressions.
      this.#terms.term({ kind: "name", place, name });
      throw this.source.error(place, `"${name}" cannot be assigned to.`);
    }
    if (!isVariable(variable) || (variable.role !== "var" && variable !== counter)) {
      const role = isVariable(variable) ? variable.role : "const";
      throw this.source.error(
        place,
        `"${name}" is ${roles[role]} and cannot be assigned to; copy it first: var own = ${name};`,
      );
    }
    if (isStep && variable.type !== "i32" && variable.type !== "u32") {
      throw this.source.error(
        place,
        `${op}${op} works on integers, and "${name}" is ${shown(variable.type)}; write ${name} ${op}= 1.`,
      );
    }
    const given = this.#terms.term(statement.value);
    const now: Term = { kind: "variable", place, type: variable.type, variable };
    const value = op === "=" ? given : this.#terms.binary(op, now, given, place);
    return {
      kind: "assign",
      variable,
      value: this.#terms.wanted(value, variable.type, `what ${name} is to become`),
    };
  }

  #loop({ place, first, condition, next, body }: Loop): Step {
    if (first?.kind !== "declare" || first.word !== "var" || !condition || !next) {
      throw this.source.error(
        place,
        "this loop has no bound that can be known; a counter of its own with constant bounds was wanted, as in for (var i = 0; i < 8; i++).",
      );
    }
    const [start] = this.#declare(first, "counter") as [Extract<Step, { kind: "declare" }>];
    const { variable: counter } = start;
    const terms = {
      condition: this.#condition(condition, "what a loop asks"),
      next: this.#assign(next, counter) as Extract<Step, { kind: "assign" }>,
    };
    const turns = countTurns(this.source, place, start, terms.condition, terms.next);
    const outside = this.#turns;
    this.#turns = Math.max(1, outside) * Math.max(1, turns);
    if (this.#turns > maxTurns) {
      throw this.source.error(
        place,
        `this loop runs ${this.#turns} times in all; at most ${maxTurns} were wanted.`,
      );
    }
    const inner = this.#block(body);
    this.#turns = outside;
    return { kind: "for", first: start, condition: terms.condition, next: terms.next, body: inner };
  }
}

const roles: Readonly<Record<string, string>> = {
  input: "an input",
  param: "a parameter",
  let: "a let",
  const: "a const",
  counter: "the counter of a loop",
};

const bit = (index: number): number => (index < 0 ? 0 : 1 << index);

/** Whether every way through ends in return. */
function returns(steps: readonly Step[]): boolean {
  return steps.some((step) => {
    if (step.kind === "return") return true;
    if (step.kind === "block") return returns(step.body);
    return step.kind === "if" && returns(step.yes) && returns(step.no);
  });
}

function endOf(text: string): { line: number; column: number } {
  const lines = text.split(/\r?\n/);
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
