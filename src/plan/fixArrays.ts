import type { Binding, Dispatch, Plan, PlanDevice } from "./plan.js";

/** Bytes of the elements that bindings are made of. */
const strides: Readonly<Record<string, number>> = {
  u32: 4,
  i32: 4,
  f32: 4,
  vec2u: 8,
  vec2f: 8,
  vec4u: 16,
  vec4f: 16,
};

/** Bytes of the largest binding from which a dispatch is worth a pipeline of its own. */
const worthwhile = 2 ** 18;

/**
 * A plan whose modules say how long their arrays are. An index is held to an array's length before every access; of an
 * array without one the length is asked for, and divided by the size of an element, every time: in software as much work
 * as the access itself. But such a module serves one size, so this is for what is made once and run often. A GPU's plan
 * stays as it is.
 */
export function fixArrays(plan: Plan, { software }: Pick<PlanDevice, "software">): Plan {
  if (!software) return plan;
  const steps = plan.steps.map((step) => (step.kind === "dispatch" && isLarge(step) ? fixed(step) : step));
  return { ...plan, steps };
}

function isLarge({ bindings, open = false }: Dispatch): boolean {
  return !open && bindings.some(({ size }) => size >= worthwhile);
}

function fixed(dispatch: Dispatch): Dispatch {
  const { module, bindings } = dispatch;
  const declared = /(@binding\((\d+)\) var<storage, \w+> \w+: array<)(\w+)>;/g;
  const code = module.code.replace(declared, (whole, head: string, place: string, type: string) => {
    const stride = strides[type];
    const { size } = bindings[Number(place) - 1] as Binding;
    return stride && size >= stride ? `${head}${type}, ${Math.floor(size / stride)}>;` : whole;
  });
  return { ...dispatch, module: { ...module, code } };
}
