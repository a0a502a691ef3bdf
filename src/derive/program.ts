/** What a body is once names and types are known: what the interpreter runs and the emitter writes. */
import type { Rule } from "./rules/rule.js";
import type { Place } from "./source.js";

/** `int` and `float` are WGSL's abstract types: constants that have not met a type yet. */
export type Type = "f32" | "i32" | "u32" | "bool" | "int" | "float";

export interface Variable {
  readonly name: string;
  readonly type: Type;
  readonly role: "input" | "param" | "let" | "var" | "counter";
  /** Its place in the interpreter's frame. */
  readonly slot: number;
  /** Bit k: its value moves with the k-th differentiable input. */
  active: number;
}

interface Common {
  readonly place: Place;
  readonly type: Type;
}

export type Term =
  | (Common & { readonly kind: "constant"; readonly value: number | boolean })
  | (Common & { readonly kind: "variable"; readonly variable: Variable })
  | (Common & { readonly kind: "unary"; readonly op: string; readonly operand: Term })
  | (Common & { readonly kind: "binary"; readonly op: string; readonly left: Term; readonly right: Term })
  | (Common & {
      readonly kind: "call";
      readonly name: string;
      readonly rule: Rule;
      readonly args: readonly Term[];
    })
  | (Common & {
      /** The larger or the smaller of two, which have a tie rule. */
      readonly kind: "extreme";
      readonly name: "max" | "min";
      readonly left: Term;
      readonly right: Term;
    })
  | (Common & { readonly kind: "select"; readonly no: Term; readonly yes: Term; readonly condition: Term })
  | (Common & { readonly kind: "convert"; readonly operand: Term });

export type Step =
  | { readonly kind: "declare"; readonly variable: Variable; readonly value: Term }
  | { readonly kind: "assign"; readonly variable: Variable; readonly value: Term }
  | {
      readonly kind: "if";
      readonly condition: Term;
      readonly yes: readonly Step[];
      readonly no: readonly Step[];
    }
  | {
      readonly kind: "for";
      readonly first: Step | undefined;
      readonly condition: Term;
      readonly next: Step | undefined;
      readonly body: readonly Step[];
    }
  | { readonly kind: "block"; readonly body: readonly Step[] }
  | { readonly kind: "return"; readonly place: Place; readonly value: Term }
  | { readonly kind: "break" | "continue" };

export interface Program {
  readonly inputs: readonly Variable[];
  readonly params: readonly Variable[];
  /** Names of inputs; the k-th is bit k of a variable's `active`. */
  readonly differentiable: readonly string[];
  /** How many slots a frame has. */
  readonly slots: number;
  readonly body: readonly Step[];
}
