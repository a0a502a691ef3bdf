import type { LossFactory } from "../definition.js";
import { UnsupportedError } from "../errors.js";
import { factory } from "./define.js";
import { elementwise } from "./elementwise.js";

type NoParams = Record<never, never>;
type Half<I extends string> = LossFactory<NoParams, I, I>;

/** What the two losses of a GAN share. */
export interface GanSpec {
  readonly name: string;
  /** WGSL: `<name>Real`, `<name>Fake` and `<name>Generator`, each `(params, score) -> <name>Slopes`. */
  readonly body: string;
  readonly citation: string;
}

/** One function of the body as a loss over one input: `part` "real" is `<name>.real`, by `<name>Real`. */
export function half<I extends "real" | "fake">(
  { name, body, citation }: GanSpec,
  part: "real" | "fake" | "generator",
  input: I,
  formula: string,
): Half<I> {
  return elementwise<NoParams, I, I>({
    name: `${name}.${part}`,
    inputs: { [input]: "real" } as Record<I, "real">,
    gradients: [input],
    params: {},
    formula,
    citation,
    body,
    bodyName: name,
    bodyFunction: `${name}${part.charAt(0).toUpperCase()}${part.slice(1)}`,
  });
}

/**
 * A GAN's discriminator: the sum of two losses, each averaged over an input of its own. The two may differ
 * in shape, so there is no loss per element.
 */
export function discriminator(
  spec: GanSpec,
  {
    real,
    fake,
    formula,
  }: { readonly real: Half<"real">; readonly fake: Half<"fake">; readonly formula: string },
): LossFactory<NoParams, "real" | "fake", "real" | "fake"> {
  const name = `${spec.name}.discriminator`;
  return factory<NoParams, "real" | "fake", "real" | "fake">({
    family: "elementwise",
    name,
    inputs: { real: "real", fake: "real" },
    optional: [],
    oneOf: [],
    gradients: ["real", "fake"],
    params: {},
    reductions: ["mean", "sum", "weightedMean"],
    defaultReduction: "mean",
    outputs: [],
    formula,
    citation: spec.citation,
    body: spec.body,
    bodyName: spec.name,
    bodyFunction: "",
    numbers: () => ({}),
    parts: [
      { loss: real(), inputs: { real: "real", weights: "realWeights" } },
      { loss: fake(), inputs: { fake: "fake", weights: "fakeWeights" } },
    ],
    plan: () => {
      throw new UnsupportedError(`${name}: has no plan of its own; plan its parts.`);
    },
  });
}
