import packStage from "../../shaders/stages/pack.wgsl?raw";
import { ShaderInterface } from "../plan/interface.js";
import { cutRanges, type Frame, gradientSpec } from "./frame.js";

/**
 * A 16-bit gradient computed as f32 in scratch `wide/<name>` → its words, a range at a time where all do not
 * fit a binding.
 */
export function pack(frame: Frame, name: string, elements: number): void {
  const { request } = frame;
  const dtype = request.gradientDtypes[name] ?? "f32";
  const inPlace = request.inPlace.includes(name);
  frame.buffers[`gradient/${name}`] = gradientSpec(request, name);
  const target = inPlace ? `input/${name}` : `gradient/${name}`;
  const offset = inPlace ? (request.inputs[name]?.offset ?? 0) : 0;
  const workgroup = frame.software ? 16 : 256;
  const most = request.device.maxBindingSize / 4;
  for (const { first, count } of cutRanges(elements, most, 128)) {
    const shader = new ShaderInterface();
    shader.field("elements", "u32", { u32: count });
    shader.storage("wide", "array<u32>", frame.window(`wide/${name}`, "f32", false, first, count));
    shader.storage("packed", "array<u32>", {
      ...frame.window(target, dtype, false, first, count, offset),
      access: "read_write",
    });
    const head = [
      `const WORKGROUP = ${workgroup}u;`,
      shader.text(),
      `fn narrow(bits: u32) -> u32 { return ${dtype === "f16" ? "narrowF16" : "narrowBf16"}(bits); }`,
      "",
    ].join("\n");
    frame.steps.push({
      kind: "dispatch",
      label: `${frame.label}/pack`,
      module: frame.module([{ name: `${frame.label}/pack (generated)`, text: head }], {
        name: "shaders/stages/pack.wgsl",
        text: packStage,
      }),
      bindings: shader.bindings,
      uniform: shader.uniform,
      workgroups: Math.max(1, Math.min(frame.software ? 16 : 1024, Math.ceil(count / 2 / workgroup))),
      work: { calls: { narrow: count } },
    });
  }
}
