import type { ShaderError } from "../errors.js";
import type { Source } from "./source.js";
import type { Token } from "./tokens.js";
import { isReserved } from "./words.js";

/** Tokens, read from the first to the last. */
export class Reader {
  #at = 0;

  constructor(
    readonly source: Source,
    private readonly tokens: readonly Token[],
  ) {}

  get now(): Token {
    return this.tokens[this.#at] as Token;
  }

  next(): Token {
    const token = this.now;
    if (token.kind !== "end") this.#at++;
    return token;
  }

  is(text: string): boolean {
    return this.now.text === text && this.now.kind !== "end";
  }

  accept(text: string): boolean {
    const found = this.is(text);
    if (found) this.next();
    return found;
  }

  expect(text: string, wanted: string): Token {
    if (!this.is(text)) throw this.wrong(wanted);
    return this.next();
  }

  /** A word that may be a name. */
  name(wanted: string): Token {
    const { kind, text, place } = this.now;
    if (kind !== "name") throw this.wrong(wanted);
    if (isReserved(text)) {
      throw this.source.error(
        place,
        `"${text}" is a reserved word of WGSL and cannot be a name; ${wanted} was wanted, choose another.`,
      );
    }
    if (/^_(_|$)/.test(text)) {
      throw this.source.error(
        place,
        `"${text}" cannot be a name in WGSL; a name that begins with a letter was wanted.`,
      );
    }
    return this.next();
  }

  /** The error of a token that should have been something else. */
  wrong(wanted: string): ShaderError {
    const { kind, text, place } = this.now;
    const found = kind === "end" ? "the end of the text" : `"${text}"`;
    return this.source.error(place, `found ${found}, wanted ${wanted}.`);
  }
}
