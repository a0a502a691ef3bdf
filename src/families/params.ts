import type { Params } from "../definition.js";
import type { ShaderInterface } from "../plan/interface.js";

/**
 * `<body>Params` and `params()`, which reads it from the uniforms. What `given` says is true or false is written into the
 * text, so that the side of a branch that is never taken is not there.
 */
export function paramsText(
  shader: ShaderInterface,
  bodyName: string,
  numbers: Readonly<Record<string, number>>,
  given: Params = {},
): string {
  const names = Object.keys(numbers);
  const textOf = (name: string): string => {
    if (typeof given[name] === "boolean") return `${numbers[name]}.0`;
    shader.field(`param_${name}`, "f32", { param: name });
    return `uniforms.param_${name}`;
  };
  const fields = names.length ? names : ["nothing"];
  const values = names.length ? names.map(textOf) : ["0.0"];
  return [
    `struct ${bodyName}Params { ${fields.map((name) => `${name}: f32`).join(", ")} }`,
    `fn params() -> ${bodyName}Params { return ${bodyName}Params(${values.join(", ")}); }`,
    "",
  ].join("\n");
}
