import { InvalidInputError, ShapeError } from "../errors.js";
import { isTypedArray } from "../tensor.js";

/** One sequence of token ids. */
export type Tokens = readonly number[];

/** Candidates, one sequence each. */
export function readCandidates(metric: string, value: unknown): Tokens[] {
  return listOf(metric, "candidates", value).map((entry, i) => readTokens(metric, `candidates[${i}]`, entry));
}

/** References: one sequence per candidate, or a list of several. */
export function readReferences(metric: string, value: unknown, candidates: number): Tokens[][] {
  const lists = listOf(metric, "references", value);
  if (lists.length !== candidates) {
    throw new ShapeError(
      `${metric}: there are ${candidates} candidates and references of ${lists.length}; give each candidate its reference, or a list of several.`,
    );
  }
  return lists.map((entry, i) => {
    const several = Array.isArray(entry) && entry.length > 0 && entry.every((one) => isList(one));
    const own = several ? (entry as unknown[]) : [entry];
    return own.map((one, k) =>
      readTokens(metric, several ? `references[${i}][${k}]` : `references[${i}]`, one),
    );
  });
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || isTypedArray(value);
}

function listOf(metric: string, input: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new InvalidInputError(
    `${metric}: ${input} is ${value === null ? "null" : typeof value}; a list of sequences of token ids was wanted, as in [[5, 3, 8]].`,
    { input },
  );
}

function readTokens(metric: string, place: string, value: unknown): Tokens {
  const input = place.replace(/\[.*/, "");
  if (!isList(value)) {
    throw new InvalidInputError(
      `${metric}: ${place} is ${value === null ? "null" : typeof value}; a sequence of token ids was wanted, an array or a typed array.`,
      { input },
    );
  }
  const tokens = Array.from(value as ArrayLike<number | bigint>, Number);
  const index = tokens.findIndex((token) => !Number.isInteger(token));
  if (index < 0) return tokens;
  throw new InvalidInputError(
    `${metric}: ${place}[${index}] is ${(value as unknown[])[index]}; token ids are whole numbers.`,
    { input, index },
  );
}
