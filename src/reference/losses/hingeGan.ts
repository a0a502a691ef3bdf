import type { ElementReference } from "../shapes.js";

/** max(0, 1 − r) and max(0, 1 + f) against −f; slope 0 at the margin. */
export const hingeGan: {
  readonly real: ElementReference<Record<never, never>, "real">;
  readonly fake: ElementReference<Record<never, never>, "fake">;
  readonly generator: ElementReference<Record<never, never>, "fake">;
} = {
  real: (_, { real }) => ({ value: Math.max(0, 1 - real), real: real < 1 ? -1 : 0 }),
  fake: (_, { fake }) => ({ value: Math.max(0, 1 + fake), fake: fake > -1 ? 1 : 0 }),
  generator: (_, { fake }) => ({ value: -fake, fake: -1 }),
};
