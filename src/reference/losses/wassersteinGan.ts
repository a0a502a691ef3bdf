import type { ElementReference } from "../shapes.js";

/** −r and f against −f. */
export const wassersteinGan: {
  readonly real: ElementReference<Record<never, never>, "real">;
  readonly fake: ElementReference<Record<never, never>, "fake">;
  readonly generator: ElementReference<Record<never, never>, "fake">;
} = {
  real: (_, { real }) => ({ value: -real, real: -1 }),
  fake: (_, { fake }) => ({ value: fake, fake: 1 }),
  generator: (_, { fake }) => ({ value: -fake, fake: -1 }),
};
