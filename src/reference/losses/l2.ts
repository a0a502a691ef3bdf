import type { ElementReference } from "../shapes.js";

/** ½w². */
export const l2: ElementReference<Record<never, never>, "parameters"> = (_, { parameters }) => ({
  value: 0.5 * parameters ** 2,
  parameters,
});
