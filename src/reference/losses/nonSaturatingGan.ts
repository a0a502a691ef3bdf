import { sigmoid, softplus } from "../math.js";
import type { ElementReference } from "../shapes.js";

/** log(1 + e⁻ʳ) and log(1 + eᶠ) against log(1 + e⁻ᶠ). */
export const nonSaturatingGan: {
  readonly real: ElementReference<Record<never, never>, "real">;
  readonly fake: ElementReference<Record<never, never>, "fake">;
  readonly generator: ElementReference<Record<never, never>, "fake">;
} = {
  real: (_, { real }) => ({ value: softplus(-real), real: -sigmoid(-real) }),
  fake: (_, { fake }) => ({ value: softplus(fake), fake: sigmoid(fake) }),
  generator: (_, { fake }) => ({ value: softplus(-fake), fake: -sigmoid(-fake) }),
};
