import type { Place, Source } from "./source.js";

export interface Token {
  readonly kind: "name" | "number" | "symbol" | "end";
  readonly text: string;
  readonly place: Place;
}

const blank = /(?:[ \t\v\f\r\n\u0085\u200e\u200f\u2028\u2029]|\/\/[^\n]*)+/y;
const word = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = new RegExp(
  [
    String.raw`0[xX](?:[0-9a-fA-F]+\.[0-9a-fA-F]*|\.[0-9a-fA-F]+|[0-9a-fA-F]+)[pP][+-]?[0-9]+[fh]?`,
    String.raw`0[xX](?:[0-9a-fA-F]+\.[0-9a-fA-F]*|\.[0-9a-fA-F]+)`,
    "0[xX][0-9a-fA-F]+[iu]?",
    String.raw`(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fh]?`,
    "[0-9]+[eE][+-]?[0-9]+[fh]?",
    "(?:0|[1-9][0-9]*)[iufh]?",
  ].join("|"),
  "y",
);
/** Longest first. */
const symbol =
  /<<=|>>=|&&|\|\||==|!=|<=|>=|<<|>>|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|\+\+|--|->|[-+*/%<>=!~&|^(){}[\],;:.@]/y;

/** A text → its tokens, comments left out; the last is the end. */
export function tokenize(source: Source): Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  let lineStart = 0;
  const place = (): Place => ({ line, column: at - lineStart + 1 });
  const matched = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? "";
  };
  const skip = (length: number): void => {
    for (const end = at + length; at < end; at++) {
      if (text[at] !== "\n") continue;
      line++;
      lineStart = at + 1;
    }
  };
  const take = (kind: Token["kind"], found: string): void => {
    tokens.push({ kind, text: found, place: place() });
    skip(found.length);
  };
  while (true) {
    skip(matched(blank).length);
    if (text.startsWith("/*", at)) {
      const length = commentLength(text, at);
      if (length === 0) throw source.error(place(), "this comment has no end; close it with */.");
      skip(length);
      continue;
    }
    if (at === text.length) break;
    const found = { name: matched(word), number: matched(number), symbol: matched(symbol) };
    if (found.name) take("name", found.name);
    else if (found.number) {
      const tail = text.slice(at + found.number.length).match(/^\w+/)?.[0] ?? "";
      if (tail)
        throw source.error(place(), `${found.number}${tail} is no number; 1, 1.0, 1e-3 or 0x1f was wanted.`);
      take("number", found.number);
    } else if (found.symbol) take("symbol", found.symbol);
    else {
      const character = String.fromCodePoint(text.codePointAt(at) as number);
      throw source.error(
        place(),
        `the character ${JSON.stringify(character)} has no meaning in WGSL; take it out.`,
      );
    }
  }
  tokens.push({ kind: "end", text: "", place: place() });
  return tokens;
}

/** The length of a block comment, those inside it included; 0 where it never ends. */
function commentLength(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length - 1; at++) {
    const pair = text.slice(at, at + 2);
    if (pair === "/*") depth++;
    else if (pair === "*/") depth--;
    else continue;
    at++;
    if (depth === 0) return at + 1 - start;
  }
  return 0;
}
