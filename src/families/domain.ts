import type { InputKind } from "../definition.js";

/** WGSL for what is in its domain, beyond being usable; `inReal` and the like. */
export function domainTest(kind: InputKind): string {
  return `in${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}
