import type { ElementReference } from "../shapes.js";

/** ½(r − 1)² and ½f² against ½(f − 1)². */
export const leastSquaresGan: {
  readonly real: ElementReference<Record<never, never>, "real">;
  readonly fake: ElementReference<Record<never, never>, "fake">;
  readonly generator: ElementReference<Record<never, never>, "fake">;
} = {
  real: (_, { real }) => ({ value: 0.5 * (real - 1) ** 2, real: real - 1 }),
  fake: (_, { fake }) => ({ value: 0.5 * fake ** 2, fake: fake }),
  generator: (_, { fake }) => ({ value: 0.5 * (fake - 1) ** 2, fake: fake - 1 }),
};
