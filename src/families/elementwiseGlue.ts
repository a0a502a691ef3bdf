import type { ElementwiseLayout } from "../check/layout.js";
import type { ElementwiseDefinition, InputKind } from "../definition.js";
import type { ShaderInterface } from "../plan/interface.js";
import { type QuadGlue, quadText, termNames } from "./elementwiseQuad.js";
import type { Frame, Range } from "./frame.js";
import { paramsText } from "./params.js";
import { elementInput, quadInput, quadOutput, type Stored } from "./storage.js";
import { weightsText } from "./weights.js";

/** One sweep over the elements: which gradients it writes, and whether it leaves loss and tallies. */
export interface Pass {
  readonly inputs: readonly string[];
  readonly gradients: readonly string[];
  readonly loss: boolean;
  readonly range: Range;
}

const lanes = ["x", "y", "z", "w"] as const;

/** Everything between the skeleton and the body: structs, loads, stores, `takePlain` and `takeOdd`. */
export function elementwiseGlue(
  frame: Frame,
  shader: ShaderInterface,
  definition: ElementwiseDefinition,
  layout: ElementwiseLayout,
  pass: Pass,
): string {
  const { request } = frame;
  const { bodyName } = definition;
  const kinds: Readonly<Record<string, InputKind>> = { ...definition.inputs, weights: "real" };
  const values = Object.keys(definition.inputs);
  const { range } = pass;
  const out: string[] = [
    paramsText(shader, bodyName, definition.numbers(request.params), request.params),
    `struct ${bodyName}Slopes { ${["value", ...definition.gradients, ...termNames(definition)].map((name) => `${name}: f32`).join(", ")} }\n`,
  ];

  // Storage: inputs, weights, side, tallies, upstream gradient, loss per element, gradients.
  for (const name of values) {
    const input = request.inputs[name];
    if (!input) continue;
    const buffer = `input/${name}`;
    if (layout.broadcast.includes(name)) {
      const binding = frame.window(buffer, input.dtype, false, 0, 1, input.offset);
      out.push(elementInput(shader, { name, dtype: input.dtype, vector: false, binding }));
      out.push(`fn load_${name}(quad: u32) -> vec4u { return vec4u(read_${name}(0u)); }\n`);
      continue;
    }
    out.push(
      quadInput(shader, storedRange(frame, shader, name, buffer, input.dtype, range, input.offset, pass)),
    );
  }
  out.push(weightsText(frame, shader, layout, range, "quad"));
  shader.storage("side", "array<u32>", frame.side("read"));
  if (pass.loss) {
    shader.storage("tallies", "array<Tally>", frame.tallies("read_write"));
    out.push("fn leaveTally(slot: u32, tally: Tally) { tallies[slot] = tally; }\n");
  } else {
    out.push("fn leaveTally(slot: u32, tally: Tally) {}\n");
  }
  const upstream = request.scalePerItem;
  if (upstream) {
    const part = frame.part(shader, "upstream", "upstream", "f32", false, range.first, range.count);
    frame.buffers.upstream = { role: "input", size: 4 * layout.items };
    out.push(quadInput(shader, { name: "upstream", dtype: "f32", vector: inQuads(frame, range), ...part }));
  }
  const perElement = request.reduction === "none" && pass.loss;
  if (perElement) {
    frame.buffers.loss = { role: "loss", size: Math.max(4, 4 * layout.items) };
    const part = frame.part(shader, "loss", "loss", "f32", false, range.first, range.count);
    const binding = { ...part.binding, access: "read_write" as const };
    const vector = inQuads(frame, range);
    out.push(
      quadOutput(shader, { name: "lossPerElement", dtype: "f32", vector, binding, shift: part.shift }),
    );
    if (request.accumulateLoss) out.push(loadText("lossPerElement", vector, part.shift));
  }
  for (const name of pass.gradients) {
    const dtype = request.gradientDtypes[name] ?? "f32";
    if (request.inPlace.includes(name)) {
      const input = request.inputs[name];
      const stored = storedRange(
        frame,
        shader,
        name,
        `input/${name}`,
        dtype,
        range,
        input?.offset ?? 0,
        pass,
      );
      out.push(quadOutput(shader, stored, true));
      continue;
    }
    const own = `gradient_${name}`;
    const stored = storedRange(frame, shader, own, `gradient/${name}`, dtype, range, 0, pass, name);
    out.push(quadOutput(shader, { ...stored, binding: { ...stored.binding, access: "read_write" } }));
    if (request.accumulated.includes(name)) out.push(loadText(`gradient_${name}`, stored.vector));
  }
  const glue: QuadGlue = { request, definition, layout, pass, kinds, values, upstream, perElement };
  out.push(quadText(glue), perAxis());
  return out.join("");

  /** Parameters with the entry of the last axis that an element belongs to. */
  function perAxis(): string {
    const field = definition.perLastAxis;
    if (!field || !Array.isArray(request.params[field])) return "";
    shader.field("lastAxis", "u32", { u32: layout.last });
    shader.field("lastPhase", "u32", { u32: (request.firstItem + range.first) % layout.last });
    return `${frame.listText()}fn paramsAt(element: u32) -> ${bodyName}Params {\n  var here = params();\n  here.${field} = listNumber((uniforms.lastPhase + element) % uniforms.lastAxis);\n  return here;\n}\n`;
  }
}

/** Whether a range's part of a list begins and ends at a quad's border. */
function inQuads({ request }: Frame, range: Range): boolean {
  return (request.streamed?.step ?? range.count) % 4 === 0;
}

/** `load_<name>(quad)` of an f32 buffer that is written too. */
function loadText(name: string, vector: boolean, shift?: string): string {
  const first = shift ? ` + ${shift}` : "";
  const words = lanes.map((_, k) => `data_${name}[4u * quad + ${k}u${first}]`).join(", ");
  const quad = `data_${name}[quad${shift ? ` + ${shift} / 4u` : ""}]`;
  return `fn load_${name}(quad: u32) -> vec4u { return ${vector ? quad : `vec4u(${words})`}; }\n`;
}

function storedRange(
  frame: Frame,
  shader: ShaderInterface,
  name: string,
  buffer: string,
  dtype: Stored["dtype"],
  range: Range,
  base: number,
  pass: Pass,
  input = name,
): Stored {
  const { request } = frame;
  const isApart = request.streamed !== undefined && request.streamed.input !== input;
  const padded = !isApart && (request.inputs[input]?.padded ?? false);
  const vector = padded || inQuads(frame, range);
  const access = pass.gradients.includes(input) && request.inPlace.includes(input) ? "read_write" : "read";
  const part = frame.part(shader, name, buffer, dtype, vector, range.first, range.count, base);
  return { name, dtype, vector, binding: { ...part.binding, access }, shift: part.shift };
}
