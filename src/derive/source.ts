import { ShaderError } from "../errors.js";

/** Where something stands in a text, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A text that a user wrote, and the errors that point into it. */
export class Source {
  readonly #lines: readonly string[];

  constructor(
    readonly owner: string,
    readonly text: string,
  ) {
    this.#lines = text.split(/\r?\n/);
  }

  /** `customLoss 'name': 3:14: …`, the line, and a caret under the place. */
  error({ line, column }: Place, problem: string): ShaderError {
    const text = this.#lines[line - 1] ?? "";
    // Tabs are kept, or the caret would stand elsewhere.
    const indent = text.slice(0, column - 1).replace(/[^\t]/g, " ");
    return new ShaderError(`${this.owner}: ${line}:${column}: ${problem}\n  ${text}\n  ${indent}^`);
  }
}
