import type { Reader } from "./reader.js";
import type { Expression } from "./syntax.js";

/** How tightly each operator binds. */
const powers: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "|": 3,
  "^": 4,
  "&": 5,
  "==": 6,
  "!=": 6,
  "<": 7,
  "<=": 7,
  ">": 7,
  ">=": 7,
  "<<": 8,
  ">>": 8,
  "+": 9,
  "-": 9,
  "*": 10,
  "/": 10,
  "%": 10,
};

const comparisons = ["==", "!=", "<", "<=", ">", ">="];
const unary = ["-", "!", "~"];

export function parseExpression(reader: Reader, least = 1): Expression {
  let left = operand(reader);
  while (true) {
    const { text: op, place, kind } = reader.now;
    const power = kind === "symbol" ? powers[op] : undefined;
    if (power === undefined || power < least) return left;
    if (left.kind === "binary" && !left.isClosed) refuseMixture(reader, left.op, op);
    reader.next();
    const right = parseExpression(reader, power + 1);
    if (right.kind === "binary" && !right.isClosed) refuseMixture(reader, right.op, op, place);
    left = { kind: "binary", place, op, left, right };
  }
}

/** WGSL wants parentheses where others rely on precedence. */
function refuseMixture(reader: Reader, inner: string, outer: string, place = reader.now.place): void {
  const both = [inner, outer];
  const mixes = both.includes("&&") && both.includes("||");
  const chains = comparisons.includes(inner) && comparisons.includes(outer);
  const bits = ["&", "|", "^", "<<", ">>"];
  const joins =
    both.some((op) => bits.includes(op)) && inner !== outer && !both.some((op) => ["&&", "||"].includes(op));
  if (!mixes && !chains && !joins) return;
  throw reader.source.error(
    place,
    `WGSL does not say which of ${inner} and ${outer} comes first here; put the inner one in parentheses.`,
  );
}

function operand(reader: Reader): Expression {
  const { kind, text, place } = reader.now;
  if (kind === "symbol" && unary.includes(text)) {
    reader.next();
    return { kind: "unary", place, op: text, operand: operand(reader) };
  }
  if (text === "--" || text === "++") {
    throw reader.source.error(
      place,
      `${text} is a statement of its own, as in i${text}; write -(-x) for a double minus.`,
    );
  }
  const inner = primary(reader);
  if (reader.is("."))
    throw reader.wrong("an operator; there are no vectors and no fields here, each input is one f32");
  if (reader.is("[")) throw reader.wrong("an operator; there are no arrays here, each input is one f32");
  return inner;
}

function primary(reader: Reader): Expression {
  const { kind, text, place } = reader.now;
  if (kind === "number") {
    reader.next();
    return { kind: "number", place, text };
  }
  if (reader.accept("true") || reader.accept("false"))
    return { kind: "truth", place, value: text === "true" };
  if (reader.accept("(")) {
    const inside = parseExpression(reader);
    reader.expect(")", `")" for the "(" at ${place.line}:${place.column}`);
    return inside.kind === "binary" ? { ...inside, isClosed: true } : inside;
  }
  if (kind === "name") {
    if (text === "bitcast") {
      throw reader.source.error(
        place,
        "bitcast is outside the subset: what bits become has no derivative; arithmetic on f32 was wanted.",
      );
    }
    reader.name("a value");
    return reader.is("(") ? call(reader, text, place) : { kind: "name", place, name: text };
  }
  throw reader.wrong("a value");
}

function call(reader: Reader, name: string, place: Expression["place"]): Expression {
  reader.next();
  const args: Expression[] = [];
  while (!reader.is(")")) {
    args.push(parseExpression(reader));
    if (!reader.accept(",")) break;
  }
  reader.expect(")", `"," or ")" in the arguments of ${name}`);
  return { kind: "call", place, name, args };
}
