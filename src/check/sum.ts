import type { BaseDefinition, Part, Reduction, SumSpec } from "../definition.js";
import { InvalidInputError, ShapeError, UnsupportedError } from "../errors.js";
import { elementCount, showShape } from "../tensor.js";
import { definitionIn } from "./descriptor.js";

/** The losses of the leaves lie in one buffer, each at a border where a binding may begin. */
export function leafBytes(items: number): number {
  return Math.max(256, Math.ceil((4 * items) / 256) * 256);
}

/** The parts that run: losses that are reduced may be fused. */
export function partsFor({ parts, sum }: BaseDefinition, reduction: Reduction): readonly Part[] | undefined {
  return sum && reduction !== "none" ? sum.fused : parts;
}

/** The losses that a part leaves: of which term, and times what. */
export function slotsOf({ slots, term, factor = 1 }: Part): readonly {
  readonly term: number | undefined;
  readonly factor: number;
}[] {
  return slots ?? [{ term, factor }];
}

/** Gradients that come from more than one place; those of 16 bits are added up in f32, `wide/<name>`. */
export function sharedGradients(
  definition: BaseDefinition,
  reduction: Reduction,
  gradients: readonly string[],
): string[] {
  const { sum } = definition;
  const parts = partsFor(definition, reduction) ?? [];
  return gradients.filter((name) => {
    const givers = parts.filter(({ loss, inputs }) =>
      Object.entries(inputs).some(
        ([inner, outer]) => outer === name && definitionIn(loss).gradients.includes(inner),
      ),
    );
    return givers.length + (logVariancesOf(sum) === name ? 1 : 0) > 1;
  });
}

export function logVariancesOf(sum: SumSpec | undefined): string | undefined {
  return sum && "logVariances" in sum.weights ? sum.weights.logVariances : undefined;
}

/** One log variance per term. */
export function checkLogVariances(
  name: string,
  input: string,
  shape: readonly number[],
  terms: number,
): void {
  if (elementCount(shape) === terms && shape.length === 1) return;
  throw new ShapeError(
    `${name}: ${input} has shape ${showShape(shape)} and there are ${terms} terms; give one per term, [${terms}].`,
  );
}

/**
 * The inputs of a part among those given, inner → outer. Where a part has a choice and both are there, it
 * leaves to another part what that one cannot do without.
 *
 * @throws InvalidInputError where the choice is still open
 */
export function inputsOfPart(
  whole: BaseDefinition,
  part: Part,
  given: readonly string[],
): Readonly<Record<string, string>> {
  const own = Object.fromEntries(Object.entries(part.inputs).filter(([, outer]) => given.includes(outer)));
  for (const choice of definitionIn(part.loss).oneOf) {
    const chosen = choice.filter((inner) => own[inner] !== undefined);
    if (chosen.length < 2 || !whole.sum) continue;
    const needed = (inner: string): boolean =>
      (whole.parts ?? []).some((other) => other !== part && needs(other, own[inner] ?? inner));
    const left = chosen.filter((inner) => !needed(inner));
    if (left.length !== 1) {
      throw new InvalidInputError(
        `${part.label ?? whole.name}: ${chosen.map((inner) => own[inner]).join(" and ")} were given; give one of them, or rename those of another term by its inputs.`,
        { input: own[chosen[0] ?? ""] ?? "" },
      );
    }
    for (const inner of chosen) if (!left.includes(inner)) delete own[inner];
  }
  return own;
}

/** Whether a part cannot do without an outer input. */
function needs({ loss, inputs }: Part, outer: string): boolean {
  const { optional, oneOf } = definitionIn(loss);
  const inner = Object.keys(inputs).find((name) => inputs[name] === outer);
  return (
    inner !== undefined && inner !== "weights" && !optional.includes(inner) && !oneOf.flat().includes(inner)
  );
}

/** Without a reduction the terms are added item by item. */
export function checkOneShape(
  { name }: BaseDefinition,
  parts: readonly { readonly part: Part; readonly layout: { readonly itemShape: readonly number[] } }[],
): void {
  const [first, ...others] = parts.map(({ part, layout }) => ({
    label: part.label ?? part.loss.name,
    shape: showShape(layout.itemShape),
  }));
  const unlike = others.find(({ shape }) => shape !== first?.shape);
  if (!first || !unlike) return;
  throw new UnsupportedError(
    `${name}: reduction "none" adds terms item by item, and the losses of ${first.label} have shape ${first.shape}, those of ${unlike.label} ${unlike.shape}; use "mean" or "sum".`,
  );
}
