/** What the parser makes of a text: WGSL as it was written, before anything is known of names and types. */
import type { Place } from "./source.js";

export type Expression =
  | { readonly kind: "number"; readonly place: Place; readonly text: string }
  | { readonly kind: "truth"; readonly place: Place; readonly value: boolean }
  | { readonly kind: "name"; readonly place: Place; readonly name: string }
  | { readonly kind: "unary"; readonly place: Place; readonly op: string; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly place: Place;
      readonly op: string;
      readonly left: Expression;
      readonly right: Expression;
      /** It stood in parentheses. */
      readonly isClosed?: boolean;
    }
  | {
      readonly kind: "call";
      readonly place: Place;
      readonly name: string;
      readonly args: readonly Expression[];
    };

export type Block = readonly Statement[];

export interface Declaration {
  readonly kind: "declare";
  readonly place: Place;
  readonly word: "let" | "var" | "const";
  readonly name: string;
  readonly type?: { readonly name: string; readonly place: Place };
  readonly value?: Expression;
}

export interface Assignment {
  readonly kind: "assign";
  /** That of the name. */
  readonly place: Place;
  readonly name: string;
  /** `=`, or the operator of `+=`; `x++` is `x += 1`. */
  readonly op: string;
  readonly value: Expression;
  /** It was written `x++` or `x--`. */
  readonly isStep: boolean;
}

export interface Loop {
  readonly kind: "for";
  readonly place: Place;
  readonly first?: Declaration | Assignment;
  readonly condition?: Expression;
  readonly next?: Assignment;
  readonly body: Block;
}

export type Statement =
  | Declaration
  | Assignment
  | Loop
  | {
      readonly kind: "if";
      readonly place: Place;
      readonly condition: Expression;
      readonly yes: Block;
      readonly no?: Block;
    }
  | { readonly kind: "return"; readonly place: Place; readonly value: Expression }
  | { readonly kind: "break" | "continue"; readonly place: Place }
  | { readonly kind: "block"; readonly place: Place; readonly body: Block };
