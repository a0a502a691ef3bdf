import type { Binding, UniformField } from "./plan.js";

/** A name as an identifier of WGSL: what is none (`predictions.relu1`) is spelt out, unlike names unlike. */
export function identifier(name: string): string {
  if (/^[A-Za-z]\w*$/.test(name)) return name;
  return `x${name.replace(/[^A-Za-z0-9]/gu, (sign) => `_${sign.codePointAt(0)?.toString(16)}_`)}`;
}

/**
 * What a module sees of the outside, collected piece by piece: storage buffers from binding 1 on and
 * one uniform block at binding 0. Declarations and plan entries come from the same list, so they agree.
 */
export class ShaderInterface {
  readonly bindings: Binding[] = [];
  readonly uniform: UniformField[] = [];
  readonly #storage: string[] = [];
  readonly #fields: string[] = [];

  /** Declares `var<storage> name: type` over a slice of a planned buffer. */
  storage(name: string, type: string, binding: Binding): void {
    this.bindings.push(binding);
    this.#storage.push(
      `@group(0) @binding(${this.bindings.length}) var<storage, ${binding.access}> ${name}: ${type};`,
    );
  }

  /** Declares a field of `uniforms`. */
  field(name: string, type: "u32" | "f32", source: UniformField): void {
    this.uniform.push(source);
    this.#fields.push(`  ${name}: ${type},`);
  }

  /** Declares whole numbers of the plan, each by its name. */
  sizes(values: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(values)) this.field(name, "u32", { u32: value });
  }

  text(): string {
    return [
      "struct Uniforms {",
      ...this.#fields,
      "}",
      "@group(0) @binding(0) var<uniform> uniforms: Uniforms;",
      ...this.#storage,
      "",
    ].join("\n");
  }
}
