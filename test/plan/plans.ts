/** Plans without a GPU: the requests that the engine makes of a loss, and what tests change in them. */
import type { Loss, Params } from "../../src/definition.js";
import { requestsOf } from "../../src/engine/requests.js";
import type { CompileOptions, InputShape } from "../../src/engine/types.js";
import type { Dispatch, Plan, PlanDevice, PlanRequest } from "../../src/plan/plan.js";
import { casesOf, definitionOfLoss, type Factory, factories } from "../cases/catalogue.js";
import { givenSets } from "../cases/hardRows.js";

export const software: PlanDevice = {
  software: true,
  maxBindingSize: 2 ** 27,
  maxInvocations: 256,
  offsetAlignment: 256,
  subgroupSize: 4,
};
export const hardware: PlanDevice = { ...software, software: false };

/** The plans of a loss compiled for these shapes: one, or one per half of a GAN's discriminator. */
export function plansOf(
  loss: Loss,
  shapes: Readonly<Record<string, InputShape | undefined>>,
  options: CompileOptions = {},
  device = software,
  changes: Partial<PlanRequest> | ((request: PlanRequest) => Partial<PlanRequest>) = {},
): Plan[] {
  return requestsOf(device, loss, shapes, options).parts.map(({ request }) =>
    request.definition.plan({
      ...request,
      ...(typeof changes === "function" ? changes(request) : changes),
    }),
  );
}

export function planOf(...given: Parameters<typeof plansOf>): Plan {
  const [plan] = plansOf(...given);
  if (!plan) throw new Error("a loss has at least one plan.");
  return plan;
}

export function dispatchesOf(plan: Plan): Dispatch[] {
  return plan.steps.filter((step): step is Dispatch => step.kind === "dispatch");
}

/** A loss with the inputs that are given together. */
export interface Subject {
  readonly name: string;
  readonly make: Factory;
  readonly given: readonly string[];
  /** Parameter sets that differ in more than numbers of the uniform block, the default first. */
  readonly variants: readonly Params[];
}

/** Every loss, with each of the sets of inputs that it takes. */
export const subjects: readonly Subject[] = factories.flatMap((make) => {
  const loss = make();
  const definition = definitionOfLoss(loss);
  const sets =
    definition.family === "rowwise" ? givenSets(definition, undefined) : [Object.keys(definition.inputs)];
  const lists =
    "perLastAxis" in definition && definition.perLastAxis ? [{ [definition.perLastAxis]: [1, 2, 3] }] : [];
  return sets.map((given) => ({
    name: sets.length > 1 ? `${loss.name} with ${given.at(-1)}` : loss.name,
    make,
    given,
    variants: [...casesOf(loss.name).variants, ...lists],
  }));
});

/** The gradients that there are with the inputs given. */
export function gradientsOf({ make, given }: Subject): readonly string[] {
  const { gradients, parts } = definitionOfLoss(make());
  return parts ? gradients : gradients.filter((name) => given.includes(name));
}

/** How many losses there are of rows of classes. */
export function rowsOf({ make }: Subject, rows: number, classes: number): number {
  const definition = definitionOfLoss(make());
  return definition.family === "rowwise" && definition.overBatch ? classes : rows;
}

/** Shapes for a subject: elements [rows, classes], or rows of classes; of 16 bits where asked. */
export function shapesFor(
  { make, given }: Subject,
  rows: number,
  classes: number,
  dtype: "f32" | "f16" | "bf16" = "f32",
): Record<string, InputShape> {
  const definition = definitionOfLoss(make());
  const { inputs } = definition;
  const perRow = "perRow" in definition ? definition.perRow : [];
  return Object.fromEntries(
    given.map((name) => [
      name,
      inputs[name] === "labels" || perRow.includes(name)
        ? [rows]
        : { shape: [rows, classes], dtype: name === given[0] ? dtype : "f32" },
    ]),
  );
}

/** The loss of a variant, its list per class or per entry of the last axis made as long as there are classes. */
export function lossOf({ make }: Subject, params: Params, classes: number): Loss {
  const definition = definitionOfLoss(make());
  const key =
    definition.family === "rowwise"
      ? definition.perClass
      : "perLastAxis" in definition
        ? definition.perLastAxis
        : undefined;
  const list = params[key ?? ""];
  if (!Array.isArray(list) || key === undefined) return make(params);
  return make({ ...params, [key]: Array.from({ length: classes }, (_, i) => list[i % list.length]) });
}
