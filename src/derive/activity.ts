import type { Program, Step, Term } from "./program.js";
import type { Source } from "./source.js";

/** Which differentiable inputs a term's value moves with: bit k for the k-th. */
export function activityOf(term: Term): number {
  if (term.type !== "f32") return 0;
  switch (term.kind) {
    case "variable":
      return term.variable.active;
    case "unary":
      return activityOf(term.operand);
    case "binary":
    case "extreme":
      return activityOf(term.left) | activityOf(term.right);
    case "select":
      return activityOf(term.no) | activityOf(term.yes);
    case "call":
      return term.rule.slopes.reduce((all, _, i) => all | activityOf(term.args[i] as Term), 0);
    default:
      return 0;
  }
}

/**
 * Finds out what every variable moves with. A loop may carry a value round to a variable that was written
 * before it, so it goes on until nothing is new. Refuses integers made of what moves, and a loss that does not
 * move with an input that it is to be differentiated by.
 */
export function activate(program: Program, source: Source): void {
  const spread = (steps: readonly Step[]): boolean =>
    steps.reduce((isNew, step) => {
      if (step.kind === "declare" || step.kind === "assign") {
        const { variable, value } = step;
        const before = variable.active;
        variable.active |= variable.type === "f32" ? activityOf(value) : 0;
        return isNew || variable.active !== before;
      }
      return innerOf(step).reduce((any, inner) => spread(inner) || any, isNew);
    }, false);
  while (spread(program.body));
  for (const term of termsIn(program.body)) refuseInteger(term, source);
  refuseFlat(program, source);
}

function innerOf(step: Step): readonly (readonly Step[])[] {
  if (step.kind === "if") return [step.yes, step.no];
  if (step.kind === "block") return [step.body];
  return step.kind === "for" ? [step.body] : [];
}

function termsIn(steps: readonly Step[]): Term[] {
  return steps.flatMap((step) => {
    const inner = innerOf(step).flatMap(termsIn);
    if ("value" in step) return [step.value, ...inner];
    return "condition" in step ? [step.condition, ...inner] : inner;
  });
}

function refuseInteger(term: Term, source: Source): void {
  if (term.kind === "convert") {
    const isWhole = term.type === "i32" || term.type === "u32";
    if (isWhole && activityOf(term.operand) !== 0) {
      throw source.error(
        term.place,
        `${term.type}(…) makes an integer of what is to be differentiated, and an integer has no slope; floor, round or trunc keep it an f32.`,
      );
    }
  }
  for (const inner of partsOf(term)) refuseInteger(inner, source);
}

export function partsOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case "unary":
    case "convert":
      return [term.operand];
    case "binary":
    case "extreme":
      return [term.left, term.right];
    case "select":
      return [term.no, term.yes, term.condition];
    default:
      return term.kind === "call" ? term.args : [];
  }
}

function refuseFlat({ body, differentiable }: Program, source: Source): void {
  const ends = returnsIn(body);
  const all = ends.reduce((mask, { value }) => mask | activityOf(value), 0);
  for (const [k, name] of differentiable.entries()) {
    if (all & (1 << k)) continue;
    const { place } = ends.at(-1)?.value ?? { place: { line: 1, column: 1 } };
    throw source.error(
      place,
      `what is returned has no slope in "${name}": a comparison, floor, ceil, round, trunc, sign and step have none. Return what varies with it, or leave it out of differentiable.`,
    );
  }
}

function returnsIn(steps: readonly Step[]): Extract<Step, { kind: "return" }>[] {
  return steps.flatMap((step) => (step.kind === "return" ? [step] : innerOf(step).flatMap(returnsIn)));
}
