import type { ItemsDefinition, LossFactory, ParamSpecs, Params, Shapes } from "../definition.js";
import { InvalidInputError, ShapeError } from "../errors.js";
import { showShape } from "../tensor.js";
import { factory, usualItems } from "./define.js";
import { planSequence } from "./sequencePlan.js";

/** What a file in `losses/` says of a loss of sequences that are aligned to targets with blanks between them. */
export interface SequenceSpec<S extends ParamSpecs> {
  readonly name: string;
  /** With `blank` and `zeroInfinity`. */
  readonly params: S;
  readonly formula: string;
  readonly citation: string;
  /** WGSL: `<name>Arrive`, `<name>Emit`, `<name>Loss`, `<name>Slope`. */
  readonly body: string;
}

export interface SequenceDefinition extends ItemsDefinition {
  readonly body: string;
}

type Input = "logits" | "targets" | "inputLengths" | "targetLengths";

/** Makes the factory of a loss of sequences `logits` [T, N, C] and their `targets`, padded or flat. */
export function sequence<S extends ParamSpecs>(spec: SequenceSpec<S>): LossFactory<S, Input, "logits"> {
  const definition: SequenceDefinition = {
    ...usualItems,
    family: "sequence",
    inputs: { logits: "logits", targets: "identities", inputLengths: "lengths", targetLengths: "lengths" },
    gradients: ["logits"],
    optional: ["inputLengths"],
    flags: (params) => ({ ...params }),
    inPlace: true,
    arrange: (params, inputs) => arrange(spec.name, params, inputs),
    wanted,
    plan: planSequence,
    ...spec,
  };
  return factory(definition);
}

/** What an element of an integer input must be, to end the sentence "it must be …". */
function wanted(params: Params, input: string, sizes: Readonly<Record<string, number>>): string | undefined {
  const { frames, classes, targets, flat } = sizes;
  if (input === "targets") return `a class index in [0, ${classes}) other than blank (${params.blank})`;
  if (input === "inputLengths") return `an integer in [0, ${frames}], the frames of logits`;
  if (input !== "targetLengths") return undefined;
  return flat
    ? `such that all lengths add up to ${targets}, the length of targets`
    : `an integer in [0, ${targets}], the width of targets`;
}

function arrange(name: string, params: Params, inputs: Shapes) {
  const shapeOf = (key: string): readonly number[] => inputs[key]?.shape ?? [];
  const logits = shapeOf("logits");
  const shown = `${name}: logits has shape ${showShape(logits)}`;
  if (logits.length !== 3) throw new ShapeError(`${shown}; [frames, sequences, classes] was wanted.`);
  const [frames = 0, sequences = 0, classes = 0] = logits;
  if (classes === 0) throw new ShapeError(`${shown}, which has no classes; the blank at least is one.`);
  const blank = params.blank as number;
  if (blank >= classes) {
    throw new InvalidInputError(
      `${shown} and blank is ${blank}; it must be one of the ${classes} classes, 0 to ${classes - 1}.`,
      { input: "blank", value: blank },
    );
  }
  const found = shapeOf("targets");
  const flat = found.length === 1;
  if (!flat && (found.length !== 2 || found[0] !== sequences)) {
    throw new ShapeError(
      `${shown}, so targets must have shape [${sequences}, longest target] padded, or [sum of targetLengths] flat; found ${showShape(found)}.`,
    );
  }
  for (const key of ["inputLengths", "targetLengths"]) {
    const own = shapeOf(key);
    if (!inputs[key] || (own.length === 1 && own[0] === sequences)) continue;
    throw new ShapeError(
      `${shown}, so ${key} must have shape [${sequences}], one length per sequence; found ${showShape(own)}.`,
    );
  }
  return {
    itemShape: [sequences],
    sizes: { frames, sequences, classes, targets: found.at(-1) ?? 0, flat: flat ? 1 : 0 },
  };
}
