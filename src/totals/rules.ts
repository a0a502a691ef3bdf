import { lossRule } from "./losses.js";
import type { AnyRule } from "./rule.js";

/** Every rule by its name: a partial result that comes from elsewhere says only that. */
export const rules: Readonly<Record<string, AnyRule>> = Object.fromEntries(
  [lossRule].map((rule) => [rule.name, rule as AnyRule]),
);
