import { definitionIn, kindsOf } from "../check/descriptor.js";
import { knownNames } from "../check/inputs.js";
import { isRoot } from "../check/isRoot.js";
import { inputsOfPart } from "../check/sum.js";
import type { Definition, Loss, Part, Reduction } from "../definition.js";
import { UnsupportedError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import { addTerms, noTotals, type TermRecipe, type TermTotals } from "../totals/losses.js";
import { addUpPieces, type RunForTotals } from "./addUpPieces.js";
import { callOf } from "./call.js";
import { renamed } from "./parts.js";
import type { Call } from "./request.js";
import type { Takeable } from "./sharedInputs.js";

/** What a loss is made of, for a stream: itself, or its parts, each with how its totals become a loss. */
export interface StreamedTerm {
  readonly part: Part;
  readonly recipe: TermRecipe;
}

/** The options of a call that totals depend on. */
export interface TotalsOptions {
  /** Default: the loss's own. */
  readonly reduction: Reduction | undefined;
  readonly divisor: number | undefined;
  readonly checkInputs: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * The terms of a loss over a stream.
 *
 * @throws UnsupportedError where a term is no total over batches: a regulariser, or weights that are trained
 */
export function streamedTerms(loss: Loss, { reduction: asked, divisor }: TotalsOptions): StreamedTerm[] {
  const definition = definitionIn(loss);
  // A stream refuses "none", and no loss has it as its default.
  const reduction = (asked ?? definition.defaultReduction) as TermRecipe["reduction"];
  const { sum, name } = definition;
  if (sum && !Array.isArray(sum.weights)) {
    throw new UnsupportedError(
      `${name}: its weights are trained, and are no data of a stream; give its terms' losses to measureStream, each under a name of its own.`,
    );
  }
  const alone: Part = {
    loss,
    inputs: Object.fromEntries(knownNames(definition).map((input) => [input, input])),
  };
  return (definition.parts ?? [alone]).map((part) => {
    const { term, factor = 1 } = part;
    if (part.reduction === "sum") {
      throw new UnsupportedError(
        `${part.label ?? name}: what is reduced by sum whatever the call says, as a regulariser is, is no total over batches; evaluate it once, and add it.`,
      );
    }
    const own = (part.reduction ?? reduction) as TermRecipe["reduction"];
    const weight = sum && term !== undefined ? ((sum.weights as readonly number[])[term] ?? 1) : 1;
    const recipe = {
      reduction: own,
      weight: weight * factor,
      ...(term === undefined ? {} : { term, factor }),
      ...(isRoot(definitionIn(part.loss)) ? { root: true } : {}),
      ...divided(own, part.divisor ?? divisor),
    };
    return { part, recipe };
  });
}

/** Only a mean divides. */
function divided(reduction: Reduction, divisor: number | undefined): { divisor?: number } {
  return divisor === undefined || reduction === "sum" ? {} : { divisor };
}

/** The totals of a batch, term by term, and its items: those of the first term. */
export async function lossTotals(
  gpu: GpuContext,
  whole: Definition,
  terms: readonly StreamedTerm[],
  inputs: Takeable,
  options: TotalsOptions,
): Promise<{ totals: TermTotals[]; items: number }> {
  const found = await Promise.all(
    terms.map(async ({ part, recipe }) => {
      const inner = definitionIn(part.loss);
      const taken = whole.parts ? inputsOfPart(whole, part, inputs.names) : part.inputs;
      try {
        const own = await inputs.take(inner.name, kindsOf(inner, part.loss.params), taken);
        return await totalsOf(gpu, part.loss, own, { ...options, reduction: recipe.reduction });
      } catch (error) {
        throw whole.parts ? renamed(error, part, part.label ?? whole.name) : error;
      }
    }),
  );
  return { totals: found.map(({ totals }) => totals), items: found[0]?.items ?? 0 };
}

/** The totals of a loss that is not made of others. */
async function totalsOf(
  gpu: GpuContext,
  loss: Loss,
  inputs: Readonly<Record<string, unknown>>,
  {
    reduction,
    checkInputs,
    signal,
  }: Pick<TotalsOptions, "checkInputs" | "signal"> & Pick<TermRecipe, "reduction">,
): Promise<{ totals: TermTotals; items: number }> {
  const call = callOf(gpu, loss, inputs, { reduction, checkInputs, gradients: false });
  const { items } = call.layout;
  if (items === 0) return { totals: noTotals, items };
  const totals = await addUpPieces(gpu, call, { signal }, (run) => totalsOfPiece(call, run), addTerms);
  return { totals, items };
}

/**
 * What class weights do not touch is in a piece's sum times divisor/plainDivisor, so that one division serves
 * both. Those of a stream are known at its end: there the two are told apart.
 */
async function totalsOfPiece(call: Call, run: RunForTotals): Promise<TermTotals> {
  const { sum, counted, naturalDivisor, naturalPlain, naturalBroken, flags } = await run();
  const found = {
    divisor: naturalDivisor,
    plainDivisor: naturalPlain,
    count: counted,
    flags: (flags & 3) | (naturalBroken === 0 ? 0 : 4),
  };
  if (!isClassWeighted(call) || found.flags !== 0) return finite(sum, 0, found);
  // What is wrong with its data has been noted.
  const again = (ratio: number) => run({ divisor: 1, ratio, external: true, faults: new Map() });
  const weighted = await again(0);
  if (weighted.sum === sum && naturalDivisor !== 0) return finite(sum, 0, found);
  const both = await again(1);
  return finite(weighted.sum, both.sum - weighted.sum, found);
}

/** Class weights are part of the divisor, and do not touch all of the loss. */
function isClassWeighted({ definition, loss }: Call): boolean {
  if (definition.family !== "rowwise" || !definition.perClassDivides || !definition.perClass) return false;
  return loss.params[definition.perClass] !== undefined;
}

/** Sums that went beyond the numbers are told by a flag: JSON has no infinity. */
function finite(sum: number, plainSum: number, found: Omit<TermTotals, "sum" | "plainSum">): TermTotals {
  if (Number.isFinite(sum) && Number.isFinite(plainSum)) return { ...found, sum, plainSum };
  const flag = Number.isNaN(sum) || Number.isNaN(plainSum) ? 1 : 2;
  return { ...found, sum: 0, plainSum: 0, flags: found.flags | flag };
}
