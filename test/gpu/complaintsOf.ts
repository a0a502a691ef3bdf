import type { Loss } from "../../src/definition.js";
import type { Engine } from "../../src/index.js";
import { type ComputeOptions, compute } from "../../src/reference/compute.js";
import { type Answer, bitsOf } from "./harness.js";
import { compare } from "./tolerance.js";

/**
 * What is wrong with an engine's answer beside the float64 reference, and whether it came in other bits the second
 * time: losses, counts, gradients and outputs.
 */
export async function complaintsOf(
  engine: Engine,
  loss: Loss,
  inputs: Readonly<Record<string, unknown>>,
  options: ComputeOptions,
): Promise<string[]> {
  const evaluate = async () =>
    (await engine.evaluate(loss as never, inputs as never, options as never)) as unknown as Answer;
  const found = await evaluate();
  const again = bitsOf(found) === bitsOf(await evaluate()) ? [] : ["the second run gave other bits"];
  const wanted = compute(loss, inputs as never, options, true);
  const list = (value: number | ArrayLike<number> = []) => (typeof value === "number" ? [value] : value);
  const figures = [
    { name: "loss", own: list(found.loss), right: list(wanted.loss), size: wanted.sizes.loss },
    ...Object.entries(wanted.gradients).map(([name, right]) => ({
      name,
      own: list(found.gradients[name]),
      right,
      size: wanted.sizes.gradients[name],
    })),
    ...Object.entries(wanted.outputs).map(([name, right]) => ({
      name,
      own: list(found.outputs?.[name]),
      right,
      size: undefined,
    })),
  ];
  return [
    ...again,
    ...(found.count === wanted.count ? [] : [`count is ${found.count} for ${wanted.count}`]),
    ...figures.flatMap(({ name, own, right, size }) => {
      const { ok, worst } = compare(own, right, { size });
      return ok ? [] : [`${name}[${worst}] is ${own[worst]} for ${right[worst]}`];
    }),
  ];
}
