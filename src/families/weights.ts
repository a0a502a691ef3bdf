import type { ShaderInterface } from "../plan/interface.js";
import type { Frame, Range } from "./frame.js";
import { elementInput, quadInput } from "./storage.js";

/**
 * How weights are found: `weights4(quad, element) -> vec4u`, or `weightBits(item) -> u32`, the bits of
 * each element's weight, 1 where there are none.
 */
export function weightsText(
  frame: Frame,
  shader: ShaderInterface,
  layout: { readonly weights: { readonly stride: number } | undefined; readonly items: number },
  range: Range,
  want: "quad" | "one",
): string {
  const input = frame.request.inputs.weights;
  if (!input || !layout.weights) {
    return want === "quad"
      ? "fn weights4(quad: u32, element: vec4u) -> vec4u { return vec4u(0x3f800000u); }\n"
      : "fn weightBits(item: u32) -> u32 { return 0x3f800000u; }\n";
  }
  const { stride } = layout.weights;
  const { dtype, offset, padded, elements } = input;
  if (stride === 1 && want === "quad" && !frame.request.streamed) {
    const vector = padded || range.count % 4 === 0;
    const binding = frame.window("input/weights", dtype, vector, range.first, range.count, offset);
    return `${quadInput(shader, { name: "weights", dtype, vector, binding })}fn weights4(quad: u32, element: vec4u) -> vec4u { return load_weights(quad); }\n`;
  }
  // Weights per item are cut like the items; of any other list all is bound, and item numbers run over all pieces.
  const isOwn = stride === 1;
  const [bound, length] = isOwn ? [range.first, range.count] : [0, Math.max(1, elements)];
  const part = frame.part(shader, "weights", "input/weights", dtype, false, bound, length, offset);
  const first = isOwn ? 0 : range.first + frame.request.firstItem;
  const read = elementInput(shader, { name: "weights", dtype, vector: false, ...part });
  shader.field("weightStride", "u32", { u32: stride });
  shader.field("weightPhase", "u32", { u32: first % stride });
  shader.field("firstWeight", "u32", { u32: Math.floor(first / stride) });
  const at = (item: string) =>
    `uniforms.firstWeight + (uniforms.weightPhase + ${item}) / uniforms.weightStride`;
  return want === "quad"
    ? `${read}fn weights4(quad: u32, element: vec4u) -> vec4u { return vec4u(${["x", "y", "z", "w"].map((k) => `read_weights(${at(`element.${k}`)})`).join(", ")}); }\n`
    : `${read}fn weightBits(item: u32) -> u32 { return read_weights(${at("item")}); }\n`;
}
