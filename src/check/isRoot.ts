import type { Definition } from "../definition.js";

/** Whether a loss is the square root of its mean. */
export function isRoot(definition: Definition): boolean {
  return "finish" in definition && definition.finish === "root";
}
