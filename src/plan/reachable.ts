import { endOf } from "./endOf.js";

/** The text of a function without the branches that a module's constants, "true" or "false" by name, shut. */
export function reachable(text: string, constants: ReadonlyMap<string, string>): string {
  const start = text.search(/\bif\s*\(/);
  if (start < 0) return text;
  const open = text.indexOf("(", start);
  const brace = text.indexOf("{", endOf(text, open));
  const end = endOf(text, brace);
  const condition = text.slice(open + 1, endOf(text, open) - 1);
  const answer = decide(condition, constants);
  const [other, after] = elseOf(text.slice(end));
  return [
    text.slice(0, start),
    answer === undefined ? `(${condition});` : "",
    answer === false ? "" : reachable(text.slice(brace + 1, end - 1), constants),
    answer === true ? "" : reachable(other, constants),
    reachable(after, constants),
  ].join("\n");
}

/** What an `else` at the beginning of the text holds, with all that belongs to it, and what comes behind. */
function elseOf(text: string): [other: string, after: string] {
  const head = /^\s*else\b\s*/.exec(text);
  if (!head) return ["", text];
  const rest = text.slice(head[0].length);
  const end = endOf(rest, rest.indexOf("{"));
  if (rest.startsWith("{")) return [rest.slice(1, end - 1), rest.slice(end)];
  const [other, after] = elseOf(rest.slice(end));
  return [`${rest.slice(0, end)} else {${other}}`, after];
}

/** What a condition comes to where constants decide it. */
function decide(condition: string, constants: ReadonlyMap<string, string>): boolean | undefined {
  if (/[()]/.test(condition)) return undefined;
  const answers = condition.split("||").map((clause) => {
    const terms = clause.split("&&").map((term) => {
      const [, sign = "", name = ""] = /^\s*(!?)\s*(\w+)\s*$/.exec(term) ?? [];
      const value = constants.get(name);
      return value === undefined ? undefined : (value === "true") !== (sign === "!");
    });
    if (terms.includes(false)) return false;
    return terms.includes(undefined) ? undefined : true;
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}
