import { definitionOf } from "../definition.js";
import { InvalidInputError, ShapeError } from "../errors.js";
import { metricDefinitionOf } from "../metric.js";
import { type Optimizer, type OptimizerDefinition, type OptimizerState, optimizerOf } from "../optimizer.js";
import { checkOptionNames } from "./options.js";
import { show } from "./params.js";
import { refused } from "./refused.js";
import { nearest } from "./words.js";

const wanted = {
  input: "optimizer",
  noun: "an optimiser",
  example: "adam",
  others: [
    [
      definitionOf,
      (name: string) => `optimizer is the loss ${name}; an optimiser such as adam() was wanted.`,
    ],
    [
      metricDefinitionOf,
      (name: string) => `optimizer is the metric ${name}; an optimiser such as adam() was wanted.`,
    ],
  ],
} as const;

/** The definition that an optimiser's descriptor carries; refuses what is no optimiser, or only a copy of one. */
export function optimizerIn(optimizer: unknown): OptimizerDefinition {
  const definition = (Object(optimizer) as Partial<Optimizer>)[optimizerOf];
  if (definition) return definition;
  throw refused(optimizer, wanted);
}

/** Refuses names that are misspelt, missing or surplus beside those of the parameters. */
export function checkTensorNames(
  where: string,
  noun: string,
  known: readonly string[],
  given: Readonly<Record<string, unknown>>,
): void {
  if (given === null || typeof given !== "object") {
    throw new InvalidInputError(
      `${where}: the ${noun}s are ${show(given)}; an object with ${known.join(", ")} was wanted.`,
    );
  }
  for (const key of Object.keys(given)) {
    if (known.includes(key) || given[key] === undefined) continue;
    throw new InvalidInputError(
      `${where}: there is no ${noun} "${key}"; there are ${known.join(", ")}${nearest(key, known)}.`,
      { input: key },
    );
  }
  for (const key of known) {
    if (given[key] !== undefined) continue;
    throw new InvalidInputError(
      `${where}: ${noun} "${key}" is missing; give one for each of ${known.join(", ")}.`,
      {
        input: key,
      },
    );
  }
}

/** The state given: the steps taken, and by slot and parameter numbers, as many as the parameter has. */
export function resolveState(
  { name, counts }: OptimizerDefinition,
  slots: readonly string[],
  elements: Readonly<Record<string, number>>,
  state: OptimizerState,
): { readonly step: number; readonly slots: OptimizerState["slots"] } {
  const where = `${name}: state`;
  if (state === null || typeof state !== "object") {
    throw new InvalidInputError(`${where} is ${show(state)}; give the state that read() or step() gave.`, {
      input: "state",
    });
  }
  checkOptionNames(where, state, ["optimizer", "step", "slots"]);
  if (state.optimizer !== name) {
    throw new InvalidInputError(
      `${where} is of ${show(state.optimizer)}; give the state of an optimiser ${name}, or begin without one.`,
      { input: "state" },
    );
  }
  const { step = 0 } = state;
  if (!(Number.isInteger(step) && step >= 0 && step < 2 ** 32) || counts !== (state.step !== undefined)) {
    throw new InvalidInputError(
      `${where}.step is ${show(state.step)}; ${counts ? "a whole number ≥ 0 of at most 32 bits was wanted" : `${name} counts no steps: leave it out`}.`,
      { input: "state" },
    );
  }
  checkTensorNames(where, "slot", slots, state.slots);
  for (const slot of slots) {
    const tensors = state.slots[slot] as Readonly<Record<string, ArrayLike<number>>>;
    checkTensorNames(`${where}.slots.${slot}`, "tensor", Object.keys(elements), tensors);
    for (const [key, wanted] of Object.entries(elements)) {
      const { length } = tensors[key] as ArrayLike<number>;
      if (length === wanted) continue;
      throw new ShapeError(
        `${where}.slots.${slot}.${key} has ${length ?? "no"} numbers and the parameter ${wanted}; give the state of these parameters.`,
      );
    }
  }
  return { step, slots: state.slots };
}
