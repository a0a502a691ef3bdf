/** What an elementwise loss is timed on: ordinary numbers, as its inputs' kinds want them. */
import type { LossInfo } from "fusedloss";
import { draw } from "../../demo/bench/data.js";

export type Numbers = Readonly<Record<string, Float32Array<ArrayBuffer>>>;

type Told = Pick<LossInfo, "inputs" | "gradients">;

/** How the numbers of an input look, by what they mean. */
const looks = {
  real: "normal",
  logits: "wide",
  unit: "unit",
  sign: "sign",
  nonNegative: "positive",
  aboveMinusOne: "unit",
} as const;

function lookOf(name: string, kind: string): Parameters<typeof draw>[0] {
  // Counts and amounts are not negative, and nobody's slopes mind.
  if (name === "targets" && kind === "real") return "unit";
  if (name === "targets" && kind === "unit") return "binary";
  return looks[kind as keyof typeof looks];
}

/** @param set which of several, so that caches do not lie */
export function loopInputs({ inputs }: Told, elements: number, set: number): Numbers {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, kind], i) => [
      name,
      draw(lookOf(name, kind), elements, 1000 * set + i + 1),
    ]),
  );
}

/** Inputs whose slopes one wants: targets could have some, but nobody trains them. */
export function trainedOf({ gradients }: Told): string[] {
  return gradients.filter((name) => name !== "targets");
}
