import { InvalidInputError } from "../errors.js";
import type { Totals } from "./rule.js";

/** Every number of two totals added; lists entry by entry. */
export function added(a: Totals, b: Totals): Totals {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length || !names.every((name) => name in b)) {
    throw new InvalidInputError(
      `totals of ${names.join(", ")} cannot be added to totals of ${Object.keys(b).join(", ")}; both must come from the same metric.`,
    );
  }
  return Object.fromEntries(names.map((name) => [name, sumOf(name, a[name], b[name])]));
}

function sumOf(name: string, a: Totals[string] = 0, b: Totals[string] = 0): Totals[string] {
  if (typeof a === "number" && typeof b === "number") return a + b;
  const [left, right] = [listOf(a), listOf(b)];
  if (left.length !== right.length) {
    throw new InvalidInputError(
      `${name} has ${left.length} entries in one of the totals and ${right.length} in the other; both must come from the same metric with the same bins or classes.`,
      { input: name },
    );
  }
  return left.map((value, i) => value + (right[i] as number));
}

function listOf(value: Totals[string]): readonly number[] {
  return typeof value === "number" ? [value] : value;
}
