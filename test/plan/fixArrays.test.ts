/** Arrays that are told their length: where it pays, and nothing else. */
import { describe, expect, it } from "vitest";
import { fixArrays } from "../../src/plan/fixArrays.js";
import type { Binding, Dispatch, Plan } from "../../src/plan/plan.js";

const declarations = `@group(0) @binding(0) var<uniform> uniforms: Uniforms;
@group(0) @binding(1) var<storage, read> data: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> tallies: array<Tally>;
@group(0) @binding(3) var<storage, read> side: array<u32>;
`;

function planOf(sizes: readonly [number, number, number], more: Partial<Dispatch> = {}): Plan {
  const bindings = sizes.map((size): Binding => ({ buffer: "any", offset: 0, size, access: "read" }));
  const dispatch: Dispatch = {
    kind: "dispatch",
    label: "kernel",
    module: { code: declarations, sections: [] },
    bindings,
    uniform: [],
    workgroups: 1,
    ...more,
  };
  return { label: "plan", buffers: {}, steps: [dispatch], totals: [], counted: undefined };
}

const software = { software: true };
const codeOf = ({ steps: [step] }: Plan): string => (step as Dispatch).module.code;

describe("fixArrays", () => {
  it("says how many elements a binding has, of every array whose elements it knows", () => {
    const code = codeOf(fixArrays(planOf([2 ** 20, 64, 40]), software));
    expect(code).toContain("data: array<vec4u, 65536>;");
    expect(code).toContain("side: array<u32, 10>;");
    expect(code).toContain("tallies: array<Tally>;");
  });

  it("leaves small dispatches to share their pipelines", () => {
    expect(codeOf(fixArrays(planOf([1024, 64, 40]), software))).toBe(declarations);
  });

  it("leaves the plans of GPUs", () => {
    expect(codeOf(fixArrays(planOf([2 ** 20, 64, 40]), { software: false }))).toBe(declarations);
  });

  it("leaves those that are to stay open", () => {
    expect(codeOf(fixArrays(planOf([2 ** 20, 64, 40], { open: true }), software))).toBe(declarations);
  });
});
