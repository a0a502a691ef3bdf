import { emitDual, emitValue, type Lines, mutable } from "./emitTerm.js";
import type { Program, Step, Term } from "./program.js";

/**
 * A program → WGSL `fn <prefix>Value(params: <prefix>Params, …inputs) -> <prefix>Slopes` that gives the value and
 * all slopes, forward mode. Names of the body come out as `c_name`, their slopes as `d0_name`, `d1_name`, …, so
 * that none meets a name of WGSL or of the kernel around it.
 */
export function emit(program: Program, prefix: string): string {
  const lines: Lines = { text: [], indent: "  ", temporaries: 0, ways: program.differentiable.length };
  for (const { name } of program.params) write(lines, `let c_${name} = params.${name};`);
  for (const step of program.body) emitStep(step);
  const inputs = program.inputs.map(({ name }) => `c_${name}: f32`);
  const head = `fn ${prefix}Value(${[`params: ${prefix}Params`, ...inputs].join(", ")}) -> ${prefix}Slopes {`;
  return `${[head, ...lines.text, "}"].join("\n")}\n`;

  function emitStep(step: Step): void {
    switch (step.kind) {
      case "declare":
      case "assign":
        bind(lines, step);
        break;
      case "if":
        within(`if (${emitValue(step.condition)}) {`, step.yes);
        if (step.no.length > 0) {
          const closing = lines.text.pop();
          within(`${closing?.trim()} else {`, step.no);
        }
        break;
      case "block":
        within("{", step.body);
        break;
      case "for":
        within(header(step), step.body);
        break;
      case "return":
        write(lines, `return ${prefix}Slopes(${results(step.value).join(", ")});`);
        break;
      default:
        write(lines, `${step.kind};`);
    }
  }

  function within(head: string, steps: readonly Step[]): void {
    const { indent } = lines;
    write(lines, head);
    lines.indent += "  ";
    for (const step of steps) emitStep(step);
    lines.indent = indent;
    write(lines, "}");
  }

  function results(term: Term): string[] {
    const { value, slopes } = emitDual(lines, term);
    return [value, ...Array.from({ length: lines.ways }, (_, k) => slopes[k] ?? "0.0f")];
  }
}

function write(lines: Lines, text: string): void {
  lines.text.push(lines.indent + text);
}

function bitsOf(active: number, ways: number): number[] {
  return Array.from({ length: ways }, (_, k) => k).filter((k) => active & (1 << k));
}

/** A declaration or an assignment. All of the right side is computed before anything is written. */
function bind(lines: Lines, { kind, variable, value }: Extract<Step, { kind: "declare" | "assign" }>): void {
  const { name, type, active } = variable;
  const word = kind === "assign" ? "" : mutable(variable) ? "var " : "let ";
  const annotation = kind === "assign" ? "" : `: ${type}`;
  if (active === 0) {
    write(lines, `${word}c_${name}${annotation} = ${emitValue(value)};`);
    return;
  }
  const { value: text, slopes } = emitDual(lines, value);
  for (const k of bitsOf(active, lines.ways))
    write(lines, `${word}d${k}_${name}${annotation} = ${slopes[k] ?? "0.0f"};`);
  write(lines, `${word}c_${name}${annotation} = ${text};`);
}

function header({ first, condition, next }: Extract<Step, { kind: "for" }>): string {
  const start =
    first?.kind === "declare"
      ? `var c_${first.variable.name}: ${first.variable.type} = ${emitValue(first.value)}`
      : "";
  const move = next?.kind === "assign" ? `c_${next.variable.name} = ${emitValue(next.value)}` : "";
  return `for (${start}; ${emitValue(condition)}; ${move}) {`;
}
