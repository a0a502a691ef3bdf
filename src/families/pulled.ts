import pulledStage from "../../shaders/families/pulled.wgsl?raw";
import { ShaderInterface } from "../plan/interface.js";
import type { Items } from "./items.js";

/**
 * Adds the kernel that makes the gradient of `scores` of scratch `slopes`, which the first kernels left.
 *
 * @param glue declares `itemOf(element)` and `isListed(element)`
 */
export function pulled(items: Items, name: "scores", glue: (shader: ShaderInterface) => string): void {
  const shader = new ShaderInterface();
  const { software } = items.request.device;
  const size = software ? 16 : 256;
  const { elements } = items.request.inputs[name] ?? { elements: 0 };
  shader.field("elements", "u32", { u32: elements });
  const text = `const WORKGROUP = ${size}u;\n${glue(shader)}${items.gradient(shader, name)}`;
  items.pulls(shader);
  shader.storage("slopes", "array<f32>", items.whole("slopes", "read"));
  items.add({
    label: "pull",
    shader,
    texts: [{ name: `${items.frame.label}/pull (generated)`, text }],
    skeleton: { name: "shaders/families/pulled.wgsl", text: pulledStage },
    workgroups: Math.max(1, Math.min(Math.ceil(elements / (16 * size)), software ? 16 : 4096)),
    work: { flops: elements },
  });
}
