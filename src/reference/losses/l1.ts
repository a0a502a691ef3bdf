import type { ElementReference } from "../shapes.js";

/** |w|; slope 0 at 0. */
export const l1: ElementReference<Record<never, never>, "parameters"> = (_, { parameters }) => ({
  value: Math.abs(parameters),
  parameters: Math.sign(parameters),
});
