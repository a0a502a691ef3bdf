import { endOf } from "./endOf.js";
import { reachable } from "./reachable.js";

/** Built-in functions of numbers. One that is not here (a constructor, a bitcast, a test of booleans) computes nothing. */
const builtins = new Set(
  [
    "abs acos acosh asin asinh atan atan2 atanh ceil clamp cos cosh cross degrees determinant distance dot exp exp2",
    "faceForward floor fma fract frexp inverseSqrt ldexp length log log2 max min mix modf normalize pow radians",
    "reflect refract round saturate select sign sin sinh smoothstep sqrt step tan tanh transpose trunc",
  ].flatMap((line) => line.split(" ")),
);

/** What a module's functions compute, by their names. */
export type Operations = (name: string) => number;

/**
 * Counts the operations of one call of a WGSL function from its text: +, −, ×, ÷ and % are one each, so is every
 * built-in function but fma, which is two; what the function calls is counted with it.
 *
 * An operation on a vector counts as one, a loop as one turn, and both sides of a branch count, unless a constant of
 * the module shuts one. Signs, comparisons, bits, and the arithmetic of indices count for nothing.
 */
export function operationsOf(code: string): Operations {
  const text = code.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
  const constants = new Map(
    [...text.matchAll(/\bconst\s+(\w+)\s*=\s*(true|false)\s*;/g)].map(([, name, value]) => [
      name as string,
      value as string,
    ]),
  );
  const bodies = new Map(
    [...text.matchAll(/\bfn\s+(\w+)\s*\([^{]*\{/g)].map((match) => {
      const open = match.index + match[0].length - 1;
      return [match[1] as string, text.slice(open + 1, endOf(text, open) - 1)];
    }),
  );
  const known = new Map<string, number>();
  const count = (name: string): number => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const body = bodies.get(name);
    if (body === undefined) throw new Error(`the module has no function ${name}`);
    const open = withoutIndices(reachable(plain(body), constants));
    const called = [...open.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].map(([, called]) => called as string);
    const total =
      operators(open) +
      called.reduce((sum, other) => sum + (bodies.has(other) ? count(other) : costOf(other)), 0);
    known.set(name, total);
    return total;
  };
  return count;
}

function costOf(builtin: string): number {
  if (builtin === "fma") return 2;
  return builtins.has(builtin) ? 1 : 0;
}

/** Every number is a 1, so that no exponent's sign is taken for an operator; what follows `return` may have a sign. */
function plain(body: string): string {
  return body
    .replace(/\breturn\b/g, ";")
    .replace(
      /(?<!\w)(?:0[xX][\da-fA-F.]+(?:[pP][+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[fhiu]?/g,
      "1",
    );
}

/** Operators with an operand before them; a sign has none. `+=` is one, `++` none. */
function operators(text: string): number {
  return [...text.matchAll(/[\w)\]]\s*([+\-*/%])(?!\1|>)/g)].length;
}

/** An index is where a number lies, and no part of what is computed with it. */
function withoutIndices(text: string): string {
  let rest = text;
  for (let open = rest.indexOf("["); open >= 0; open = rest.indexOf("[", open + 1)) {
    rest = `${rest.slice(0, open)}[]${rest.slice(endOf(rest, open))}`;
  }
  return rest;
}
