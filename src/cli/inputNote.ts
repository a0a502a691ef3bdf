import type { Told } from "./catalogue.js";

/** Beside an input: whether it may be left out, and what may stand in its place. */
export function inputNote({ oneOf, optional }: Told, input: string): string {
  const others = oneOf
    .filter((choice) => choice.includes(input))
    .map((choice) => `or ${choice.filter((other) => other !== input).join(" or ")}`);
  return [...(optional.includes(input) ? ["optional"] : []), ...others].join(", ");
}
