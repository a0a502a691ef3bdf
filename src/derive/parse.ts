import { parseExpression } from "./parseExpression.js";
import { Reader } from "./reader.js";
import type { Source } from "./source.js";
import type { Assignment, Block, Declaration, Loop, Statement } from "./syntax.js";
import { tokenize } from "./tokens.js";

/** The text of one function body → its statements. */
export function parse(source: Source): Block {
  const reader = new Reader(source, tokenize(source));
  const body: Statement[] = [];
  while (reader.now.kind !== "end") {
    if (reader.is("}")) throw reader.wrong("a statement; there is no { that this } would close");
    body.push(...statement(reader));
  }
  return body;
}

function block(reader: Reader): Block {
  const { place } = reader.expect("{", 'a block in "{ }"');
  const body: Statement[] = [];
  while (!reader.is("}")) {
    if (reader.now.kind === "end")
      throw reader.source.error(place, "this { is never closed; close it with }.");
    body.push(...statement(reader));
  }
  reader.next();
  return body;
}

const elsewhere = "the subset has let, var, const, assignment, if, for and return";

/** One statement; a lone semicolon is none. */
function statement(reader: Reader): Statement[] {
  const { kind, text, place } = reader.now;
  if (reader.accept(";")) return [];
  if (reader.is("{")) return [{ kind: "block", place, body: block(reader) }];
  if (kind !== "name") throw reader.wrong("a statement");
  switch (text) {
    case "if":
      return [choice(reader)];
    case "for":
      return [loop(reader)];
    case "return": {
      reader.next();
      if (reader.is(";"))
        throw reader.source.error(place, "this return gives nothing; the loss of one element was wanted.");
      const value = parseExpression(reader);
      reader.expect(";", '";" at the end of the statement');
      return [{ kind: "return", place, value }];
    }
    case "break":
    case "continue":
      reader.next();
      reader.expect(";", '";" at the end of the statement');
      return [{ kind: text, place }];
    case "while":
    case "loop":
      throw reader.source.error(
        place,
        `"${text}" has no bound that can be known; use for with constant bounds, as in for (var i = 0; i < 8; i++) { … }.`,
      );
    case "fn":
      throw reader.source.error(
        place,
        "wgsl is the body of one function, without fn … { }; give what stands between the braces.",
      );
    case "switch":
    case "discard":
    case "struct":
    case "alias":
    case "override":
    case "const_assert":
      throw reader.source.error(place, `"${text}" is outside the subset; ${elsewhere}.`);
    default: {
      const simple = declarationOrAssignment(reader);
      reader.expect(";", '";" at the end of the statement');
      return [simple];
    }
  }
}

function choice(reader: Reader): Statement {
  const { place } = reader.next();
  const condition = parseExpression(reader);
  const yes = block(reader);
  if (!reader.accept("else")) return { kind: "if", place, condition, yes };
  return { kind: "if", place, condition, yes, no: reader.is("if") ? [choice(reader)] : block(reader) };
}

function loop(reader: Reader): Loop {
  const { place } = reader.next();
  reader.expect("(", '"(" after for');
  const first = reader.is(";") ? undefined : declarationOrAssignment(reader);
  reader.expect(";", '";" after the start of the loop');
  const condition = reader.is(";") ? undefined : parseExpression(reader);
  reader.expect(";", '";" after the condition of the loop');
  const next = reader.is(")") ? undefined : assignment(reader);
  reader.expect(")", '")" before the body of the loop');
  return {
    kind: "for",
    place,
    ...(first && { first }),
    ...(condition && { condition }),
    ...(next && { next }),
    body: block(reader),
  };
}

function declarationOrAssignment(reader: Reader): Declaration | Assignment {
  const { text } = reader.now;
  if (text !== "let" && text !== "var" && text !== "const") return assignment(reader);
  reader.next();
  if (reader.is("<")) throw reader.wrong("a name; a variable here is plain var, without <…>");
  const { text: name, place } = reader.name(`a name after ${text}`);
  const type = reader.accept(":") ? reader.name("a type, as in f32") : undefined;
  if (type && reader.is("<"))
    throw reader.source.error(
      type.place,
      `the type ${type.text}<…> is outside the subset; f32, i32, u32 or bool was wanted.`,
    );
  const value = reader.accept("=") ? parseExpression(reader) : undefined;
  if (text !== "var" && !value) throw reader.wrong(`"=" and a value: a ${text} has one from the start`);
  return {
    kind: "declare",
    place,
    word: text,
    name,
    ...(type && { type: { name: type.text, place: type.place } }),
    ...(value && { value }),
  };
}

const assigning = ["=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="];

function assignment(reader: Reader): Assignment {
  const { text: name, place } = reader.name("a statement");
  const { text: op, place: at } = reader.now;
  if (reader.accept("++") || reader.accept("--")) {
    const one = { kind: "number", place: at, text: "1" } as const;
    return { kind: "assign", place, name, op: op === "++" ? "+" : "-", value: one, isStep: true };
  }
  if (!assigning.includes(op)) {
    throw reader.wrong(`"=" after ${name}; a statement is let, var, an assignment, if, for or return`);
  }
  reader.next();
  const value = parseExpression(reader);
  return { kind: "assign", place, name, op: op === "=" ? "=" : op.slice(0, -1), value, isStep: false };
}
