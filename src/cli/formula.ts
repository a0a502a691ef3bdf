import { UnsupportedError } from "../errors.js";

type Kind =
  | "atom"
  | "bar"
  | "bin"
  | "close"
  | "comma"
  | "dot"
  | "frac"
  | "gap"
  | "open"
  | "rel"
  | "thin"
  | "word";

interface Piece {
  text: string;
  readonly kind: Kind;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
  readonly tex: string;
}

const letters: Readonly<Record<string, string>> = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  varepsilon: "ε",
  zeta: "ζ",
  eta: "η",
  theta: "θ",
  lambda: "λ",
  mu: "μ",
  pi: "π",
  rho: "ρ",
  sigma: "σ",
  ell: "ℓ",
};
const functions = ["log", "max", "min", "exp", "cos", "cosh", "tanh"];
const relations: Readonly<Record<string, string>> = { le: "≤", ge: "≥", ne: "≠", in: "∈" };
/** Combining circumflex and macron. */
const accents = { hat: "\u0302", bar: "\u0304" };
const bars = ["lVert", "rVert"];
const vulgar: Readonly<Record<string, string>> = { "1/2": "½", "1/3": "⅓", "1/4": "¼" };
const superscripts = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

/** Signs that say nothing in text: sizes of brackets, and where a line of a display may break. */
const silent = ["bigl", "bigr", "Bigl", "Bigr"];

/**
 * The TeX of a loss's formula as one line of text that reads the same in a terminal, an editor and on a page:
 * `\tfrac12e^2` → `½e²`. Commands that it does not know are an error that names them.
 */
export function textOf(tex: string): string {
  const tokens = tex.match(/\\[a-zA-Z]+|\\.|[^\s]/g) ?? [];
  const reader: Reader = { tokens, at: 0, tex };
  return join(listUntil(reader, undefined));
}

/**
 * Pieces of a formula. `kind` decides the spaces: a `word` (log, max, Σ) wants one before what it is
 * applied to, `bin` and `rel` one on both sides, a `frac` a dot before a factor; a `gap` is a space already.
 */
function listUntil(reader: Reader, end: string | undefined): Piece[] {
  const pieces: Piece[] = [];
  while (reader.at < reader.tokens.length) {
    const token = reader.tokens[reader.at++]!;
    if (token === end) return pieces;
    if (token === "^" || token === "_") raise(pieces, token, argument(reader));
    else pieces.push(...piecesOf(token, reader));
  }
  if (end !== undefined) throw new UnsupportedError(`formula ${reader.tex}: ${end} is missing.`);
  return pieces;
}

/** One token, or one group in braces. */
function argument(reader: Reader): Piece[] {
  const token = reader.tokens[reader.at++]!;
  return token === "{" ? listUntil(reader, "}") : piecesOf(token, reader);
}

const one = (text: string, kind: Kind = "atom"): Piece[] => [{ text, kind }];

function piecesOf(token: string, reader: Reader): Piece[] {
  if (token === "{") return listUntil(reader, "}");
  if (!token.startsWith("\\")) return plain(token);
  const name = token.slice(1);
  if (name in letters) return one(letters[name]!);
  if (name in relations) return one(relations[name]!, "rel");
  if (bars.includes(name)) return one("‖", "bar");
  if (name === "|") return one("‖", "rel");
  if (functions.includes(name)) return one(name, "word");
  if (silent.includes(name)) return [];
  switch (name) {
    case "dots":
    case "ldots":
      return one("…");
    case "sum":
      return one("Σ", "word");
    case "prod":
      return one("Π", "word");
    case "cdot":
      return one("·", "dot");
    case ",":
    case ";":
      return one("", "thin");
    case " ":
      return one(" ", "gap");
    case "quad":
      return one("; ", "gap");
    case "mathrm":
      return one(verbatim(reader));
    case "operatorname":
      return one(verbatim(reader), "word");
    case "text": {
      const words = verbatim(reader);
      return words === "or" ? one(" or ", "gap") : one(words);
    }
    case "hat":
    case "bar":
      return one(`${join(argument(reader))}${accents[name]}`.normalize("NFC"));
    case "sqrt":
      return one(`√(${join(argument(reader))})`);
    case "frac":
    case "tfrac":
      return fraction(argument(reader), argument(reader));
    case "begin":
      return cases(reader);
    default:
      throw new UnsupportedError(
        `formula ${reader.tex}: ${token} is not known; add it to src/cli/formula.ts.`,
      );
  }
}

function plain(token: string): Piece[] {
  if ("+-".includes(token)) return one(token === "-" ? "−" : "+", "bin");
  if ("=<>".includes(token)) return one(token, "rel");
  if ("([".includes(token)) return one(token, "open");
  if (")]".includes(token)) return one(token, "close");
  if (token === ",") return one(",", "comma");
  if (token === "/") return one("/", "dot");
  return one(token, token === "|" ? "bar" : "atom");
}

/** A group taken as it stands; TeX drops the spaces around it, and so did the reader. */
function verbatim(reader: Reader): string {
  const pieces = argument(reader);
  return pieces.map(({ text }) => text).join("");
}

/** `x^2` → x², `e^{-x}` → e^(−x), `p_y` → p_y, `\max_{c\ne y}` → max_(c≠y). */
function raise(pieces: readonly Piece[], sign: string, content: readonly Piece[]): void {
  const base = pieces.at(-1)!;
  const text = join(content).replaceAll(" ", "");
  if (sign === "^" && /^\d$/.test(text)) base.text += superscripts[Number(text)]!;
  else base.text += sign + ([...text].length === 1 ? text : `(${text})`);
}

function fraction(above: readonly Piece[], below: readonly Piece[]): Piece[] {
  const [over, under] = [join(above), join(below)];
  const known = vulgar[`${over}/${under}`];
  if (known) return one(known);
  const isSum = above.some(({ kind }, i) => kind === "bin" && i > 0) && !isOneCall(above);
  const isOneFactor = below.length === 1 || isOneCall(below);
  return one(`${isSum ? `(${over})` : over}/${isOneFactor ? under : `(${under})`}`, "frac");
}

/** `max(|t|, ε)` or `|t − p|`: brackets around all of it already. */
function isOneCall(pieces: readonly Piece[]): boolean {
  const [first] = pieces;
  const inner = first?.kind === "word" ? pieces.slice(1) : pieces;
  const kinds = [inner[0]?.kind, inner.at(-1)?.kind].join();
  return kinds === "open,close" || kinds === "bar,bar";
}

/** `\begin{cases} a & x \\ b & y \end{cases}` → a if x, b if y. */
function cases(reader: Reader): Piece[] {
  verbatim(reader);
  const end = reader.tokens.indexOf("\\end", reader.at);
  const inner = reader.tokens.slice(reader.at, end);
  reader.at = end + 1;
  verbatim(reader);
  const lines: string[][][] = [[[]]];
  for (const token of inner) {
    if (token === "\\\\") lines.push([[]]);
    else if (token === "&") lines.at(-1)!.push([]);
    else lines.at(-1)!.at(-1)!.push(token);
  }
  const parts = lines.map((line) =>
    line.map((tokens) => join(listUntil({ tokens, at: 0, tex: reader.tex }, undefined))).join(" if "),
  );
  return one(parts.join(", "));
}

const ends: readonly Kind[] = ["atom", "close", "frac", "bar"];
const begins: readonly Kind[] = ["atom", "open", "frac", "bar", "word"];

function join(pieces: readonly Piece[]): string {
  let text = "";
  let last: Piece = { text: "", kind: "gap" };
  let isThin = false;
  for (const [i, piece] of pieces.entries()) {
    if (piece.kind === "thin") {
      isThin = true;
      continue;
    }
    const isBinary = piece.kind === "bin" && ends.includes(last.kind);
    if (piece.kind === "gap") text = text.replace(/[ ,]+$/, "") + gap(piece, pieces[i + 1]);
    else if (piece.kind === "rel" || isBinary) text += ` ${piece.text} `;
    else if (piece.kind === "comma") text += ", ";
    else text += between(last, piece, isThin) + bracketed(last, piece);
    last = piece.kind === "rel" || isBinary ? { text: " ", kind: "gap" } : piece;
    isThin = false;
  }
  return text.trimEnd();
}

/** A remark in brackets follows after a space, a second formula after a semicolon. */
function gap({ text }: Piece, next: Piece | undefined): string {
  return next?.kind === "open" ? " " : text;
}

function bracketed(last: Piece, { text, kind }: Piece): string {
  return last.kind === "word" && kind === "frac" ? `(${text})` : text;
}

/** What stands between two factors. */
function between(last: Piece, { kind }: Piece, isThin: boolean): string {
  if (last.kind === "word") return ["atom", "word"].includes(kind) ? " " : "";
  if (!ends.includes(last.kind) || !begins.includes(kind)) return "";
  if (isThin || last.kind === "frac" || (kind === "frac" && last.kind !== "bar")) return "·";
  if (kind === "atom" && last.text.includes("_")) return "·";
  // Next to a bar nothing is ambiguous.
  return kind === "word" && last.kind !== "bar" ? " " : "";
}
