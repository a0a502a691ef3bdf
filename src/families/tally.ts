import { identifier } from "../plan/interface.js";
import type { PlanRequest, TotalsField } from "../plan/plan.js";

/** How two values of a tally become one. */
type Merge = "add" | "or" | "min";

/** A field of the struct that every workgroup leaves behind. */
export interface TallyField extends TotalsField {
  readonly merge: Merge;
}

const merges: Record<Merge, (field: string) => string> = {
  add: (field) => `a.${field} + b.${field}`,
  or: (field) => `a.${field} | b.${field}`,
  min: (field) => `min(a.${field}, b.${field})`,
};

/** The fields: the sum, flags (1 NaN, 2 infinite), the count, summed gradients, faults of checked inputs. */
export function tallyFields(
  summedGradients: readonly string[],
  checked: readonly string[],
  terms = 0,
): TallyField[] {
  return [
    { name: "sum", type: "f32", merge: "add" },
    { name: "flags", type: "u32", merge: "or" },
    { name: "counted", type: "u32", merge: "add" },
    ...Array.from({ length: terms }, (_, k) => ({ name: `term_${k}`, type: "f32", merge: "add" }) as const),
    ...summedGradients.map((input) => ({ name: `gradient_${input}`, type: "f32", merge: "add" }) as const),
    ...checked.flatMap(
      (input) =>
        [
          { name: `faults_${input}`, type: "u32", merge: "add" },
          { name: `first_${input}`, type: "u32", merge: "min" },
        ] as const,
    ),
  ];
}

/** Of these inputs, those that the loss's own kernel looks at under `checkInputs`. */
export function seenInputs(
  { checkInputs, streamed }: Pick<PlanRequest, "checkInputs" | "streamed">,
  inputs: readonly string[],
): string[] {
  return checkInputs ? inputs.filter((name) => name !== streamed?.input) : [];
}

/** The same, and those that are looked at in a streamed input's stead. */
export function checkedInputs(
  request: Pick<PlanRequest, "checkInputs" | "streamed">,
  inputs: readonly string[],
): string[] {
  const others = request.checkInputs ? Object.keys(request.streamed?.checked ?? {}) : [];
  return [...others, ...seenInputs(request, inputs)];
}

/** The high word of a count that may be beyond 2³². */
export const highCount: TallyField = { name: "countedHigh", type: "u32", merge: "add" };

/** WGSL of the struct, its neutral value and its merge. */
export function tallyText(fields: readonly TallyField[]): string {
  const neutral = fields.map(({ type, merge }) =>
    merge === "min" ? "0xffffffffu" : type === "f32" ? "0.0" : "0u",
  );
  return [
    "struct Tally {",
    ...fields.map(({ name, type }) => `  ${identifier(name)}: ${type},`),
    "}",
    `fn emptyTally() -> Tally { return Tally(${neutral.join(", ")}); }`,
    "fn mergeTally(a: Tally, b: Tally) -> Tally {",
    `  return Tally(${fields.map(({ name, merge }) => merges[merge](identifier(name))).join(", ")});`,
    "}",
    "",
  ].join("\n");
}

/** What the fold leaves for the host: the tally, then what the data say of the divisor. */
export function totalsFields(fields: readonly TallyField[]): TotalsField[] {
  return [
    ...fields.map(({ name, type }) => ({ name, type })),
    { name: "naturalCounted", type: "u32" },
    { name: "naturalDivisor", type: "f32" },
    { name: "naturalPlain", type: "f32" },
    { name: "naturalBroken", type: "u32" },
  ];
}
