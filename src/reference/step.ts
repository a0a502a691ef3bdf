import { type InputValue, resolveInput } from "../check/inputs.js";
import { checkTensorNames, optimizerIn, resolveState } from "../check/optimizer.js";
import { checkOptionNames } from "../check/options.js";
import { InvalidInputError, ShapeError } from "../errors.js";
import type { Optimizer, OptimizerState } from "../optimizer.js";
import { showShape } from "../tensor.js";
import * as optim from "./optim/index.js";
import { readNumbers, refuseGPU } from "./read.js";
import type { OptimizerReference } from "./shapes.js";

/** Parameters, their gradients under the same names, and what the step before left. */
export interface StepInputs<Name extends string = string> {
  readonly parameters: Readonly<Record<Name, InputValue>>;
  readonly gradients: Readonly<Record<Name, InputValue>>;
  /** Default: this is the first step. */
  readonly state?: OptimizerState;
}

/** The parameters moved, flat and row-major, and what the next step wants. */
export interface Stepped<Name extends string = string> {
  readonly parameters: Readonly<Record<Name, Float64Array>>;
  readonly state: OptimizerState<Float64Array>;
}

const twins: Readonly<Record<string, unknown>> = optim;

/**
 * One step of an optimiser on the CPU in float64. Nothing given is changed.
 *
 * @throws InvalidInputError, ShapeError where names, shapes or the state do not fit; UnsupportedError for GPU buffers
 */
export function step<Name extends string>(optimizer: Optimizer, inputs: StepInputs<Name>): Stepped<Name> {
  const definition = optimizerIn(optimizer);
  const { name } = definition;
  const { params } = optimizer;
  checkOptionNames(`${name}: step`, inputs, ["parameters", "gradients", "state"]);
  const parameters = read(name, inputs.parameters);
  const names = Object.keys(parameters);
  if (names.length === 0) {
    throw new InvalidInputError(`${name}: there are no parameters; give at least one.`, {
      input: "parameters",
    });
  }
  checkTensorNames(name, "gradient", names, inputs.gradients);
  const gradients = read(name, inputs.gradients);
  const elements: Record<string, number> = {};
  for (const [key, { shape, values }] of Object.entries(parameters)) {
    const found = showShape(gradients[key]?.shape ?? []);
    if (found !== showShape(shape)) {
      throw new ShapeError(
        `${name}: the gradient ${key} has shape ${found} and its parameter ${showShape(shape)}; give the gradient of that parameter.`,
      );
    }
    elements[key] = values.length;
  }
  const slots = definition.slots(params);
  const state = inputs.state && resolveState(definition, slots, elements, inputs.state);
  const taken = (state?.step ?? 0) + 1;
  const clip = clipFactor(params.clipGlobalNorm as number | undefined, Object.values(gradients));
  const twin = twins[name] as OptimizerReference;
  const moved: Record<string, Float64Array> = {};
  const kept = Object.fromEntries(slots.map((slot) => [slot, {} as Record<string, Float64Array>]));
  for (const [key, { values }] of Object.entries(parameters)) {
    const next = Float64Array.from(values);
    const own = slots.map((slot) => {
      const numbers = Float64Array.from(state?.slots[slot]?.[key] ?? new Float64Array(values.length));
      (kept[slot] as Record<string, Float64Array>)[key] = numbers;
      return [slot, numbers] as const;
    });
    const nothing = Object.fromEntries(definition.fields.map((field) => [field, 0]));
    for (let i = 0; i < next.length; i++) {
      const old = { ...nothing, parameter: values[i] as number };
      for (const [slot, numbers] of own) Object.assign(old, { [slot]: numbers[i] });
      const after = twin(params, old, clip * (gradients[key]?.values[i] as number), taken);
      next[i] = after.parameter;
      for (const [slot, numbers] of own) numbers[i] = after[slot] as number;
    }
    moved[key] = next;
  }
  return {
    parameters: moved as Record<Name, Float64Array>,
    state: { optimizer: name, ...(definition.counts ? { step: taken } : {}), slots: kept },
  };
}

interface Numbers {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

function read(optimizer: string, given: Readonly<Record<string, InputValue>>): Record<string, Numbers> {
  refuseGPU(optimizer, given);
  const numbers = Object.entries(given ?? {}).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const source = resolveInput(optimizer, key, "real", value);
    return [[key, { shape: source.shape, values: readNumbers(source) }] as const];
  });
  return Object.fromEntries(numbers);
}

/** `clipGlobalNorm` over the norm of all gradients together, at most 1. */
function clipFactor(most: number | undefined, gradients: readonly Numbers[]): number {
  if (most === undefined) return 1;
  const squares = gradients.flatMap(({ values }) => Array.from(values, (value) => value ** 2));
  const norm = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
  return Math.min(1, most / (norm + 1e-6));
}
