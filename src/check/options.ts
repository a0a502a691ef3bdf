import type { BaseDefinition, Reduction } from "../definition.js";
import { InvalidInputError, UnsupportedError } from "../errors.js";
import { checksInputs } from "./checksInputs.js";
import { show } from "./params.js";
import { nearest } from "./words.js";

export const everyReduction: readonly Reduction[] = ["mean", "sum", "none", "weightedMean"];

/** Options that a loss is planned with; the rest concern the call. */
export interface PlanOptions {
  readonly reduction: Reduction;
  readonly gradients: readonly string[];
  readonly inPlace: readonly string[];
  readonly outputs: readonly string[];
  readonly checkInputs: boolean;
}

export interface GivenOptions {
  readonly reduction?: Reduction;
  readonly gradients?: boolean | readonly string[];
  readonly inPlace?: readonly string[];
  readonly outputs?: readonly string[];
  readonly checkInputs?: boolean;
}

/** Refuses an option that is not one of `known`. */
export function checkOptionNames(where: string, given: object, known: readonly string[]): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    throw new InvalidInputError(
      `${where}: there is no option "${key}"; it takes ${known.join(", ")}${nearest(key, known)}.`,
      { input: key },
    );
  }
}

/** Refuses a reduction that there is not, or that this loss lacks. */
export function checkReduction(
  where: string,
  { reductions }: Pick<BaseDefinition, "reductions">,
  reduction: Reduction,
): void {
  if (!everyReduction.includes(reduction)) {
    throw new InvalidInputError(
      `${where}: reduction is ${show(reduction)}; it must be one of ${reductions.join(", ")}.`,
      { input: "reduction" },
    );
  }
  if (reductions.includes(reduction)) return;
  throw new UnsupportedError(
    `${where}: reduction "${reduction}" has no meaning for this loss; use one of ${reductions.join(", ")}.`,
  );
}

/** Fills in defaults and refuses what this loss cannot do. */
export function resolveOptions(
  definition: BaseDefinition,
  given: readonly string[],
  options: GivenOptions,
  checkByDefault: boolean,
): PlanOptions {
  const { name } = definition;
  const reduction = options.reduction ?? definition.defaultReduction;
  checkReduction(name, definition, reduction);
  const checkInputs = checksInputs(name, { checkInputs: options.checkInputs ?? checkByDefault });
  const gradients = resolveGradients(definition, given, options.gradients ?? true);
  const inPlace = names(name, "inPlace", options.inPlace ?? []);
  if (inPlace.length > 0 && !overwrites(definition)) {
    throw new UnsupportedError(
      `${name}: inPlace is for losses that read each input just where they write its gradient, which this one does not; leave it out.`,
    );
  }
  for (const input of inPlace) {
    if (!gradients.includes(input)) {
      throw new InvalidInputError(
        `${name}: inPlace names "${input}", whose gradient is not asked for; list it in gradients too.`,
        { input },
      );
    }
  }
  const outputs = names(name, "outputs", options.outputs ?? []);
  for (const output of outputs) {
    if (definition.outputs.includes(output)) continue;
    const offered = definition.outputs.join(", ") || "none";
    throw new UnsupportedError(`${name}: there is no output "${output}"; it offers ${offered}.`);
  }
  return { reduction, gradients, inPlace, outputs, checkInputs };
}

function overwrites(definition: BaseDefinition): boolean {
  const { family, inPlace } = definition as { family: string; inPlace?: boolean };
  return inPlace ?? (family === "elementwise" || family === "rowwise");
}

function names(loss: string, option: string, value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return [...new Set(value)];
  throw new InvalidInputError(
    `${loss}: ${option} is ${show(value)}; a list of names was wanted, as in ${option}: ["predictions"].`,
    { input: option },
  );
}

function resolveGradients(
  definition: BaseDefinition,
  given: readonly string[],
  asked: boolean | readonly string[],
): readonly string[] {
  const { name } = definition;
  const able = definition.gradients.filter((input) => given.includes(input));
  if (asked === true) return able;
  if (asked === false) return [];
  const list = names(name, "gradients", asked);
  for (const input of list) {
    if (able.includes(input)) continue;
    if (input in definition.inputs || given.includes(input)) {
      throw new UnsupportedError(
        `${name}: there is no gradient of "${input}"; it has those of ${able.join(", ")}.`,
      );
    }
    throw new InvalidInputError(
      `${name}: gradients names "${input}", which is no input; it has gradients of ${able.join(", ")}${nearest(input, able)}.`,
      { input },
    );
  }
  return able.filter((input) => list.includes(input));
}
