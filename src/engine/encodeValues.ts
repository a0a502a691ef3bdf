import { resolveInput } from "../check/inputs.js";
import { resolveParams, show } from "../check/params.js";
import type { Params } from "../definition.js";
import { InvalidInputError } from "../errors.js";
import type { Place } from "../gpu/realised.js";
import type { EncodeValues } from "../gpu/uniforms.js";
import { usage } from "../gpu/usage.js";
import { divisorModes, type PlanRequest } from "../plan/plan.js";
import { elementCount, isGPUBuffer, isTensor, type Tensor } from "../tensor.js";
import type { Compiled } from "./compiled.js";
import { checkBuffer } from "./request.js";
import { asFloats, checkDivisor, checkScale, type Scalar, scalar } from "./scalars.js";
import type { EncodeOptions } from "./types.js";

/** Divisor and scale of an encode: numbers, or tensors to be copied to a word of the side buffer. */
export function encodeValues(
  { definition, options, items }: Compiled,
  { divisor: askedDivisor, gradientScale: askedScale }: EncodeOptions,
  alignment: number,
): {
  values: Omit<EncodeValues, "params">;
  perItem: Place | undefined;
  copies: { from: Tensor<GPUBuffer>; word: number }[];
} {
  const { name } = definition;
  const copies: { from: Tensor<GPUBuffer>; word: number }[] = [];
  const number = (value: Scalar, option: string, word: number): number => {
    if (typeof value === "number") return value;
    if (!(value.data.usage & usage.copySrc)) {
      throw new InvalidInputError(
        `${name}: the buffer of ${option} has no usage COPY_SRC, by which it is brought here; create it with GPUBufferUsage.COPY_SRC.`,
        { input: option },
      );
    }
    copies.push({ from: value, word });
    return 1;
  };
  let divisor: number | undefined;
  if (askedDivisor !== undefined) {
    const value = scalar(name, "divisor", askedDivisor);
    checkDivisor(name, value, options.reduction);
    divisor = number(value, "divisor", 0);
  }
  const divisorMode =
    divisor === undefined
      ? divisorModes.natural
      : copies.length > 0
        ? divisorModes.tensor
        : divisorModes.number;
  let perItem: Place | undefined;
  let gradientScale = 1;
  let scaleMode = 0;
  if (askedScale !== undefined) {
    if (
      options.reduction === "none" &&
      isTensor(askedScale) &&
      elementCount(askedScale.shape) === items &&
      items !== 1
    ) {
      const source = resolveInput(name, "gradientScale", "real", askedScale);
      if (!isGPUBuffer(source.data)) {
        throw new InvalidInputError(`${name}: gradientScale is no GPU tensor; encode takes GPU buffers.`, {
          input: "gradientScale",
        });
      }
      checkBuffer(name, "gradientScale", asFloats(name, "gradientScale", source), alignment);
      perItem = { buffer: source.data, offset: source.offset };
    } else {
      const before = copies.length;
      gradientScale = number(scalar(name, "gradientScale", askedScale), "gradientScale", 1);
      checkScale(name, gradientScale);
      scaleMode = copies.length > before ? 1 : 0;
    }
  }
  return {
    values: { gradientScale, scaleMode, divisor: divisor ?? 1, divisorMode, ratio: 1 },
    perItem,
    copies,
  };
}

/** The loss's parameters with the numeric ones that an encode says anew. */
export function encodeParams({ definition, params }: PlanRequest, given: EncodeOptions["params"]): Params {
  if (!given) return params;
  for (const [key, value] of Object.entries(given)) {
    if (key === "classAxis" && value !== params.classAxis) {
      throw new InvalidInputError(
        `${definition.name}: params.classAxis is ${show(value)} and it was compiled with ${show(params.classAxis)}; compile for another class axis.`,
        { input: key },
      );
    }
    if ((typeof value === "number" && !Array.isArray(params[key])) || !(key in definition.params)) continue;
    throw new InvalidInputError(
      `${definition.name}: params.${key} is ${show(value)}; encode takes numbers, for parameters that were compiled as numbers.`,
      { input: key },
    );
  }
  return resolveParams(definition.name, definition.params, { ...params, ...given });
}
