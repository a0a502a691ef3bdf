import { type InputValue, resolveInput } from "../check/inputs.js";
import type { Layout } from "../check/layout.js";
import type { Reduction } from "../definition.js";
import { InvalidInputError, ShapeError } from "../errors.js";
import { elementCount, showShape } from "../tensor.js";
import { readNumbers } from "./read.js";

/** The numbers by which gradients are multiplied: one, or one per item under "none". */
export function readScale(
  loss: string,
  given: InputValue,
  reduction: Reduction,
  { itemShape }: Layout,
  rounded: boolean,
): Float64Array {
  const source = resolveInput(loss, "gradientScale", "real", given);
  const { shape } = source;
  const fits = reduction === "none" && showShape(shape) === showShape(itemShape);
  if (!fits && elementCount(shape) !== 1) {
    const wanted =
      reduction === "none" ? `one number, or the shape of the loss, ${showShape(itemShape)}` : "one number";
    throw new ShapeError(
      `${loss}: gradientScale has shape ${showShape(shape)}; with reduction "${reduction}" it must be ${wanted}.`,
    );
  }
  const scale = readNumbers(source, rounded);
  const [only] = scale;
  if (only !== undefined && scale.length === 1 && !Number.isFinite(only)) {
    throw new InvalidInputError(`${loss}: gradientScale is ${only}; it must be a finite number.`, {
      input: "gradientScale",
      value: only,
    });
  }
  return scale;
}

/** The number that replaces the divisor of a mean. */
export function readDivisor(
  loss: string,
  given: InputValue | undefined,
  reduction: Reduction,
  rounded: boolean,
): number | undefined {
  if (given === undefined) return undefined;
  if (reduction === "sum" || reduction === "none") {
    throw new InvalidInputError(
      `${loss}: divisor was given with reduction "${reduction}", which divides by nothing; use "mean" or "weightedMean", or leave divisor out.`,
      { input: "divisor" },
    );
  }
  const source = resolveInput(loss, "divisor", "real", given);
  if (elementCount(source.shape) !== 1) {
    throw new ShapeError(`${loss}: divisor has shape ${showShape(source.shape)}; it must be one number.`);
  }
  const divisor = readNumbers(source, rounded)[0] as number;
  if (divisor > 0 && divisor < Number.POSITIVE_INFINITY) return divisor;
  throw new InvalidInputError(`${loss}: divisor is ${divisor}; it must be a finite number > 0.`, {
    input: "divisor",
    value: divisor,
  });
}
