import type { Definition, InputKind, Loss, Part, Reduction } from "../definition.js";
import { InvalidInputError, UnsupportedError } from "../errors.js";
import { definitionIn } from "./descriptor.js";
import { isIntegerKind } from "./domain.js";
import { checkOptionNames, checkReduction, everyReduction } from "./options.js";
import { show } from "./params.js";

/** A loss in a sum, and what its inputs are called outside. */
export interface Term<L extends Loss = Loss> {
  readonly loss: L;
  /** The term's input → the outer input; those not named keep their names. `weights` may be named too. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Instead of the call's. */
  readonly reduction?: Exclude<Reduction, "none">;
  /** Instead of the call's: what "mean" or "weightedMean" divides this term by. */
  readonly divisor?: number;
}

/** What a sum's definition has of its terms. */
export interface Resolved {
  readonly parts: readonly Part[];
  readonly inputs: Readonly<Record<string, InputKind>>;
  readonly optional: readonly string[];
  readonly oneOf: readonly (readonly string[])[];
  readonly gradients: readonly string[];
  readonly reductions: readonly Reduction[];
}

/** Checks a sum's terms and says what it is made of. */
export function resolveTerms(sum: string, terms: unknown, options: readonly string[]): Resolved {
  if (!Array.isArray(terms) || terms.length === 0) {
    throw new InvalidInputError(
      `${sum}: ${Array.isArray(terms) ? "the list of terms is empty" : `its terms are ${show(terms)}`}; a list such as [{ loss: mse(), weight: 1 }] was wanted.`,
      { input: "terms" },
    );
  }
  const inputs: Record<string, InputKind> = {};
  const optional = new Set<string>();
  const required = new Set<string>();
  const oneOf: (readonly string[])[] = [];
  const gradients = new Set<string>();
  let reductions = everyReduction;
  const parts = terms.flatMap((term: Term, index) => {
    const where = `${sum}: terms[${index}]`;
    if (term === null || typeof term !== "object") {
      throw new InvalidInputError(
        `${where} is ${show(term)}; an object such as { loss: mse() } was wanted.`,
        {
          input: "terms",
        },
      );
    }
    checkOptionNames(where, term, ["loss", "inputs", "reduction", "divisor", ...options]);
    const definition = definitionIn(term.loss);
    checkTerm(where, definition, term);
    const outer = namesOf(where, definition, term);
    for (const [inner, kind] of Object.entries(definition.inputs)) {
      const name = outer[inner] ?? inner;
      const before = inputs[name];
      if (before !== undefined && isIntegerKind(before) !== isIntegerKind(kind)) {
        throw new InvalidInputError(
          `${where}: ${name} is ${kind} here and ${before} in a term before; give one of them another name by inputs: { ${inner}: "…" }.`,
          { input: name },
        );
      }
      inputs[name] ??= kind;
      if (definition.optional.includes(inner)) optional.add(name);
      else if (!definition.oneOf.flat().includes(inner)) required.add(name);
      if (definition.gradients.includes(inner)) gradients.add(name);
    }
    oneOf.push(...definition.oneOf.map((choice) => choice.map((inner) => outer[inner] ?? inner)));
    const isSummed = definition.defaultReduction === "sum";
    const own = term.reduction ?? (isSummed ? "sum" : undefined);
    if (own === undefined) reductions = reductions.filter((one) => definition.reductions.includes(one));
    else reductions = reductions.filter((one) => one !== "none");
    return leavesOf(definition, term.loss, outer).map(
      (leaf): Part => ({
        label: `${where} (${definition.name})`,
        term: index,
        ...(own ? { reduction: own } : {}),
        ...(term.divisor === undefined ? {} : { divisor: term.divisor }),
        ...leaf,
      }),
    );
  });
  if (reductions.length === 0) {
    throw new UnsupportedError(
      `${sum}: no reduction serves all terms; give a reduction to those that stand alone, as in { loss: rmse(), reduction: "mean" }.`,
    );
  }
  const distinct = new Map(oneOf.map((choice) => [choice.join(), choice]));
  return {
    parts,
    inputs,
    optional: [...optional].filter((name) => !required.has(name)),
    // What one term needs, another's choice cannot leave out.
    oneOf: [...distinct.values()].filter((choice) => !choice.some((name) => required.has(name))),
    gradients: [...gradients],
    reductions,
  };
}

function checkTerm(where: string, definition: Definition, { reduction, divisor }: Term): void {
  if (reduction !== undefined && (reduction as string) === "none") {
    throw new UnsupportedError(
      `${where}: reduction "none" is the whole sum's or nobody's; ask for it in the call.`,
    );
  }
  if (reduction !== undefined) checkReduction(`${where} (${definition.name})`, definition, reduction);
  if (divisor !== undefined && !(Number.isFinite(divisor) && divisor > 0)) {
    throw new InvalidInputError(`${where}: divisor is ${show(divisor)}; it must be a finite number > 0.`, {
      input: "divisor",
    });
  }
  if (definition.sum && !Array.isArray(definition.sum.weights)) {
    throw new UnsupportedError(
      `${where}: ${definition.name} learns its weights and cannot be a term; add its terms' losses instead.`,
    );
  }
}

/** The outer name of every input of a term, `weights` among them; regularisers take weights only by name. */
function namesOf(
  where: string,
  definition: Definition,
  { inputs: renames = {} }: Term,
): Record<string, string> {
  const weights = definition.parts
    ? definition.parts.flatMap(({ inputs }) => inputs.weights ?? [])
    : ["weights"];
  const known = [...Object.keys(definition.inputs), ...weights];
  for (const [inner, outer] of Object.entries(renames)) {
    if (!known.includes(inner)) {
      throw new InvalidInputError(
        `${where}: inputs names "${inner}", which ${definition.name} does not have; it has ${known.join(", ")}.`,
        { input: inner },
      );
    }
    if (typeof outer !== "string" || outer === "") {
      throw new InvalidInputError(`${where}: inputs.${inner} is ${show(outer)}; a name was wanted.`, {
        input: inner,
      });
    }
  }
  const own = Object.fromEntries(known.map((inner) => [inner, renames[inner] ?? inner]));
  if (definition.defaultReduction === "sum" && !renames.weights) delete own.weights;
  const outers = Object.values(own);
  const twice = outers.find((outer, i) => outers.indexOf(outer) !== i);
  if (twice !== undefined) {
    throw new InvalidInputError(
      `${where}: two of its inputs are called "${twice}"; give each its own name.`,
      {
        input: twice,
      },
    );
  }
  return own;
}

/** The losses that run: the term's own, or its parts. */
function leavesOf(definition: Definition, loss: Loss, outer: Readonly<Record<string, string>>): Part[] {
  if (!definition.parts) return [{ loss, inputs: outer }];
  const { sum, parts } = definition;
  return parts.map((part) => {
    const weight = sum && Array.isArray(sum.weights) ? (sum.weights[part.term ?? 0] as number) : 1;
    const inputs = Object.entries(part.inputs).flatMap(([inner, name]) =>
      outer[name] === undefined ? [] : [[inner, outer[name]] as const],
    );
    return {
      loss: part.loss,
      inputs: Object.fromEntries(inputs),
      factor: (part.factor ?? 1) * weight,
      ...(part.reduction ? { reduction: part.reduction } : {}),
      ...(part.divisor === undefined ? {} : { divisor: part.divisor }),
    };
  });
}

/** A descriptor of a sum, whose results have `terms`. */
export interface SummedLoss<Input extends string = string, Differentiable extends string = string>
  extends Loss<Input, Differentiable> {
  readonly params: { readonly terms: readonly unknown[] };
}

type Renamed<Name extends string, Names> = Name extends keyof Names ? Extract<Names[Name], string> : Name;

/** The outer names of the terms' inputs. */
export type InputsOf<T extends readonly Term[]> = {
  [K in keyof T]: T[K] extends { readonly loss: Loss<infer I, string> }
    ? T[K] extends { readonly inputs: infer Names }
      ? Renamed<I, Names> | Renamed<Extract<keyof Names, "weights">, Names>
      : I
    : never;
}[number];

/** Those with gradients. */
export type GradientsOf<T extends readonly Term[]> = {
  [K in keyof T]: T[K] extends { readonly loss: Loss<string, infer D> }
    ? T[K] extends { readonly inputs: infer Names }
      ? Renamed<D, Names>
      : D
    : never;
}[number];
