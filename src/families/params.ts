import type { ShaderInterface } from "../plan/interface.js";

/** `<body>Params` and `params()`, which reads it from the uniforms. */
export function paramsText(
  shader: ShaderInterface,
  bodyName: string,
  numbers: Readonly<Record<string, number>>,
): string {
  const names = Object.keys(numbers);
  for (const name of names) shader.field(`param_${name}`, "f32", { param: name });
  const fields = names.length ? names : ["nothing"];
  const values = names.length ? names.map((name) => `uniforms.param_${name}`) : ["0.0"];
  return [
    `struct ${bodyName}Params { ${fields.map((name) => `${name}: f32`).join(", ")} }`,
    `fn params() -> ${bodyName}Params { return ${bodyName}Params(${values.join(", ")}); }`,
    "",
  ].join("\n");
}
