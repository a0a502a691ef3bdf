import type { ShaderInterface } from "../plan/interface.js";
import type { Items } from "./items.js";
import type { SimilarityDefinition } from "./similarityDefinition.js";
import { elementInput, quadInput } from "./storage.js";

/** One of the two matrices whose rows are paired. */
export interface Side {
  /** The inputs whose rows it has, one after the other. */
  readonly inputs: readonly string[];
  readonly rows: number;
  /** Where its norms and states begin. */
  readonly first: number;
}

/**
 * Declares a side's inputs and `load<Alias>(row, quad) -> vec4f`, 0 past the last feature. Names are the role's,
 * not the input's: queries and keys share a pipeline where they lie alike.
 */
export function rowsText(
  items: Items,
  shader: ShaderInterface,
  alias: "Own" | "Other",
  { inputs }: Side,
): string {
  const { features = 0, rows = 0 } = items.layout.sizes;
  const vector = features % 4 === 0;
  const texts = inputs.map((input, i) => {
    const { elements, dtype, offset } = items.request.inputs[input] ?? {
      elements: 0,
      dtype: "f32",
      offset: 0,
    };
    const name = `${alias}${i}`;
    const binding = items.frame.window(`input/${input}`, dtype, vector, 0, elements, offset);
    const head = `fn row${name}(row: u32, quad: u32) -> vec4f {\n`;
    if (vector) {
      const load = quadInput(shader, { name, dtype, vector, binding });
      return `${load}${head}  return bitcast<vec4f>(load_${name}(row * uniforms.quads + quad));\n}\n`;
    }
    const read = elementInput(shader, { name, dtype, vector, binding });
    return [
      `${read}${head}  let first = row * uniforms.features + 4u * quad;`,
      "  var x = vec4f(0.0);",
      "  for (var k = 0u; k < min(4u, uniforms.features - 4u * quad); k++) {",
      `    x[k] = bitcast<f32>(read_${name}(first + k));`,
      "  }",
      "  return x;",
      "}",
      "",
    ].join("\n");
  });
  const each = rows / Math.max(1, inputs.length);
  if (inputs.length > 1) shader.field(`each${alias}`, "u32", { u32: each });
  const choice =
    inputs.length > 1
      ? `  if (row >= uniforms.each${alias}) { return row${alias}1(row - uniforms.each${alias}, quad); }\n`
      : "";
  return `${texts.join("")}fn load${alias}(row: u32, quad: u32) -> vec4f {\n${choice}  return row${alias}0(row, quad);\n}\n`;
}

/** Declares the gradients of a side, and `storeQuad(row, quad, value, adds, isNan)`; rows of others are left alone. */
export function storeText(items: Items, shader: ShaderInterface, { inputs, rows }: Side): string {
  const { request } = items;
  if (inputs.length > 1) shader.field("eachStored", "u32", { u32: rows / inputs.length });
  const stores = inputs.map((input, i) => {
    if (!request.gradients.includes(input)) return { one: "", call: "" };
    items.gradient(shader, input, `own${i}`);
    const data = `gradient_own${i}[element]`;
    const plain = `select(bitcast<u32>(value + select(0.0, bitcast<f32>(${data}), adds)), nanBits, isNan)`;
    const bits = request.accumulated.includes(input)
      ? `accumulated(true, ${data}, value, isNan, false)`
      : plain;
    const [test, local] =
      inputs.length > 1
        ? [`row / uniforms.eachStored == ${i}u`, "(row % uniforms.eachStored)"]
        : ["true", "row"];
    return {
      one: `fn storeOne${i}(element: u32, value: f32, adds: bool, isNan: bool) { ${data} = ${bits}; }\n`,
      call: [
        `  if (${test}) {`,
        `    let first = ${local} * uniforms.features + 4u * quad;`,
        "    for (var k = 0u; k < min(4u, uniforms.features - 4u * quad); k++) {",
        `      storeOne${i}(first + k, value[k], adds, isNan);`,
        "    }",
        "  }",
        "",
      ].join("\n"),
    };
  });
  return [
    ...stores.map(({ one }) => one),
    "fn storeQuad(row: u32, quad: u32, value: vec4f, adds: bool, isNan: bool) {\n",
    ...stores.map(({ call }) => call),
    "}\n",
  ].join("");
}

/** `scaleNumber()` and `biasNumber()`, from an input or a parameter, and whether they are of no use. */
export function trainedText(
  items: Items,
  shader: ShaderInterface,
  numbers: Readonly<Record<string, number>>,
): string {
  const broken: string[] = [];
  const texts = ["scale", "bias"].map((name) => {
    if (items.request.inputs[name]) {
      broken.push(`(read_${name}(0u) & infinityBits) == infinityBits`);
      const bits = `read_${name}(0u)`;
      return `${items.read(shader, name)}fn ${name}Number() -> f32 { return bitcast<f32>(select(${bits}, 0u, (${bits} & infinityBits) == infinityBits)); }\n`;
    }
    const value = name in numbers ? `params().${name}` : "0.0";
    return `fn ${name}Number() -> f32 { return ${value}; }\n`;
  });
  return `${texts.join("")}fn trainedBroken() -> bool { return ${broken.join(" || ") || "false"}; }\n`;
}

/** What the parts of the kernels call by the loss's own name. */
export function bodyText({ name, statistic }: SimilarityDefinition): string {
  const role = `fn roleOf(pair: Pair) -> u32 { return ${name}Role(pair); }\n`;
  if (statistic === "sum") {
    return [
      role,
      `fn valueOf(x: f32, role: u32) -> f32 { return ${name}Value(x, role); }\n`,
      `fn slopeOfValue(x: f32, role: u32) -> f32 { return ${name}Slope(x, role); }\n`,
    ].join("");
  }
  if (statistic === "hardest") {
    return `${role}fn valueOf(positive: f32, negative: f32) -> f32 { return ${name}Value(params(), positive, negative); }\n`;
  }
  return role;
}
