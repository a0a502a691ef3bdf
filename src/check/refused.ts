import { InvalidInputError } from "../errors.js";

/** What was wanted: `{ input: "metric", noun: "metric", example: "rocAuc" }`. */
export interface WantedDescriptor {
  /** What the argument is called. */
  readonly input: string;
  /** "a metric". */
  readonly noun: string;
  /** A factory of such. */
  readonly example: string;
  /** What to say of a descriptor of another kind, by the symbol under which it carries its definition. */
  readonly others: readonly (readonly [key: symbol, sentence: (name: string) => string])[];
}

/** The error for what is no descriptor of the kind wanted, or only a copy of one. */
export function refused(
  given: unknown,
  { input, noun, example, others }: WantedDescriptor,
): InvalidInputError {
  const say = (message: string): InvalidInputError => new InvalidInputError(message, { input });
  if (typeof given === "function") {
    const { name } = (given as { info?: { name?: string } }).info ?? given;
    return say(
      `${input} is the function ${name || "itself"}; call it, as in ${name || example}(), to get the ${noun.split(" ")[1]}.`,
    );
  }
  const found = Object(given) as { readonly name?: unknown };
  const name = String(found.name);
  const other = others.find(([key]) => key in found);
  if (other) return say(other[1](name));
  if (typeof found.name === "string") {
    return say(
      `${name}: this descriptor is a copy without its definition, which structuredClone, postMessage and JSON leave behind; call the factory again: ${name}(copy.params).`,
    );
  }
  return say(
    `${input} is ${given === null ? "null" : typeof given}; ${noun} such as ${example}() was wanted.`,
  );
}
