import type { ElementwiseLayout } from "../check/layout.js";
import type { ElementwiseDefinition, InputKind } from "../definition.js";
import type { ShaderInterface } from "../plan/interface.js";
import { dtypeBytes, isHalf } from "../tensor.js";
import { domainTest } from "./domain.js";
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

/** Everything between the skeleton and the body: structs, loads, stores, and `takeQuad`. */
export function elementwiseGlue(
  frame: Frame,
  shader: ShaderInterface,
  definition: ElementwiseDefinition,
  layout: ElementwiseLayout,
  pass: Pass,
): string {
  const { request } = frame;
  const { bodyName, bodyFunction } = definition;
  const kinds: Readonly<Record<string, InputKind>> = { ...definition.inputs, weights: "real" };
  const values = Object.keys(definition.inputs);
  const { range } = pass;
  const out: string[] = [
    paramsText(shader, bodyName, definition.numbers(request.params)),
    `struct ${bodyName}Slopes { value: f32, ${definition.gradients.map((name) => `${name}: f32`).join(", ")} }\n`,
  ];

  // Storage: inputs, weights, side, tallies, upstream gradient, loss per element, gradients.
  for (const name of values) {
    const input = request.inputs[name];
    if (!input) continue;
    const buffer = `input/${name}`;
    if (layout.broadcast.includes(name)) {
      const binding = { ...frame.window(buffer, input.dtype, false, 0, 1, input.offset) };
      out.push(elementInput(shader, { name, dtype: input.dtype, vector: false, binding }));
      out.push(`fn load_${name}(quad: u32) -> vec4u { return vec4u(read_${name}(0u)); }\n`);
      continue;
    }
    out.push(quadInput(shader, storedRange(frame, name, buffer, input.dtype, range, input.offset, pass)));
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
    const binding = frame.window("upstream", "f32", false, range.first, range.count);
    frame.buffers.upstream = { role: "input", size: 4 * layout.items };
    out.push(quadInput(shader, { name: "upstream", dtype: "f32", vector: range.count % 4 === 0, binding }));
  }
  const perElement = request.reduction === "none" && pass.loss;
  if (perElement) {
    frame.buffers.loss = { role: "loss", size: Math.max(4, 4 * layout.items) };
    const binding = {
      ...frame.window("loss", "f32", false, range.first, range.count),
      access: "read_write" as const,
    };
    out.push(
      quadOutput(shader, { name: "lossPerElement", dtype: "f32", vector: range.count % 4 === 0, binding }),
    );
    if (request.accumulateLoss) out.push(loadText("lossPerElement", range.count % 4 === 0));
  }
  for (const name of pass.gradients) {
    const dtype = request.gradientDtypes[name] ?? "f32";
    if (request.inPlace.includes(name)) {
      const input = request.inputs[name];
      const stored = storedRange(frame, name, `input/${name}`, dtype, range, input?.offset ?? 0, pass);
      out.push(quadOutput(shader, stored, true));
      continue;
    }
    const stored = storedRange(frame, `gradient_${name}`, `gradient/${name}`, dtype, range, 0, pass, name);
    out.push(quadOutput(shader, { ...stored, binding: { ...stored.binding, access: "read_write" } }));
    if (request.accumulate) out.push(loadText(`gradient_${name}`, stored.vector));
  }
  out.push(takeQuad());
  return out.join("");

  function takeQuad(): string {
    const summed = request.gradients.filter((name) => layout.broadcast.includes(name));
    const logits = values.filter((name) => kinds[name] === "logits");
    const checked = [...values, ...(request.inputs.weights ? ["weights"] : [])];
    const text: string[] = [
      "fn takeQuad(quad: u32, scale: Scale, tally: ptr<function, Tally>) {",
      "  let element = 4u * quad + vec4u(0u, 1u, 2u, 3u);",
      "  let live = element < vec4u(uniforms.items);",
    ];
    for (const name of values) {
      text.push(`  let bits_${name} = load_${name}(quad);`);
      const masked = kinds[name] === "logits" ? `masked_${name}` : undefined;
      if (masked) text.push(`  let ${masked} = isMinusInfinity4(bits_${name});`);
      text.push(
        `  let usable_${name} = isFinite4(bits_${name})${masked ? ` | ${masked}` : ""};`,
        `  let value_${name} = select(vec4f(0.0), bitcast<vec4f>(bits_${name}), usable_${name});`,
      );
    }
    text.push("  let bits_weights = weights4(quad, element);");
    text.push(
      request.inputs.weights
        ? "  let usable_weights = isFinite4(bits_weights);\n  let weight = select(vec4f(0.0), bitcast<vec4f>(bits_weights), usable_weights);"
        : "  let weight = vec4f(1.0);",
    );
    text.push(`  let usable = ${checked.map((name) => `usable_${name}`).join(" & ")};`);
    const argument = (name: string, k: string): string =>
      kinds[name] === "logits"
        ? `select(value_${name}.${k}, lowest, masked_${name}.${k})`
        : `value_${name}.${k}`;
    for (const k of lanes) {
      const parameters =
        definition.perLastAxis && Array.isArray(request.params[definition.perLastAxis])
          ? `paramsAt(element.${k})`
          : "params()";
      text.push(
        `  let ${k} = ${bodyFunction}(${[parameters, ...values.map((name) => argument(name, k))].join(", ")});`,
      );
    }
    // A masked class keeps its zero under a NaN divisor.
    const broken = (name: string): string =>
      `!usable | ${kinds[name] === "logits" ? `(vec4<bool>(scale.broken) & !masked_${name})` : "vec4<bool>(scale.broken)"}`;
    const gather = (field: string): string => `vec4f(${lanes.map((k) => `${k}.${field}`).join(", ")})`;
    text.push(`  let value = ${gather("value")};`);
    const masked = logits.map((name) => `masked_${name}`).join(" | ");
    if (masked) {
      // A positive target on a masked class: infinite, unless its weight is 0.
      text.push(`  let endless = (${masked}) & (value > vec4f(1e18));`);
      text.push("  let infinite = endless & (weight != vec4f(0.0));");
      text.push("  let finite = select(value, vec4f(0.0), endless);");
    } else {
      text.push("  let finite = value;");
    }
    const counted = "live & usable";
    if (pass.loss) {
      text.push(
        `  let counted = select(vec4f(0.0), finite * weight, ${counted});`,
        "  (*tally).sum += (counted.x + counted.y) + (counted.z + counted.w);",
        `  (*tally).flags |= select(0u, 1u, any(live & !usable))${masked ? " | select(0u, 2u, any(live & usable & infinite))" : ""};`,
      );
    }
    if (perElement) {
      text.push(
        "  var lossBits = bitcast<vec4u>(finite * weight);",
        ...(masked ? ["  lossBits = select(lossBits, vec4u(infinityBits), infinite);"] : []),
        "  lossBits = select(lossBits, vec4u(nanBits), !usable);",
        ...(request.accumulateLoss
          ? [
              "  let before = load_lossPerElement(quad);",
              `  lossBits = vec4u(${lanes.map((k) => `accumulated(true, before.${k}, finite.${k} * weight.${k}, !usable.${k}, ${masked ? `infinite.${k}` : "false"})`).join(", ")});`,
            ]
          : []),
        "  store_lossPerElement(quad, lossBits, uniforms.items);",
      );
    }
    text.push(
      `  let pull = weight * scale.gradient${upstream ? " * bitcast<vec4f>(load_upstream(quad))" : ""};`,
    );
    for (const name of pass.loss ? [...pass.gradients, ...summed] : pass.gradients) {
      text.push(`  let slope_${name} = ${gather(name)} * pull;`);
      const clean =
        kinds[name] === "logits" ? `select(slope_${name}, vec4f(0.0), masked_${name})` : `slope_${name}`;
      if (summed.includes(name)) {
        text.push(
          `  let pulled_${name} = select(vec4f(0.0), ${clean}, ${counted});`,
          `  (*tally).gradient_${name} += (pulled_${name}.x + pulled_${name}.y) + (pulled_${name}.z + pulled_${name}.w);`,
        );
        continue;
      }
      const target = request.inPlace.includes(name) ? `store_${name}` : `store_gradient_${name}`;
      const added = request.accumulate ? `bitcast<vec4f>(load_gradient_${name}(quad)) + ` : "";
      text.push(
        `  let fresh_${name} = select(bitcast<vec4u>(${added}${clean}), vec4u(nanBits), ${broken(name)});`,
        `  ${target}(quad, ${isHalf(request.gradientDtypes[name] ?? "f32") ? `select(vec4u(0u), fresh_${name}, live)` : `fresh_${name}`}, uniforms.items);`,
      );
    }
    if (request.checkInputs && pass.loss) {
      for (const name of checked) {
        const domain = `${domainTest(kinds[name] ?? "real")}(value_${name})`;
        const good = name === "weights" ? "usable_weights" : `usable_${name} & ${domain}`;
        text.push(
          `  let fault_${name} = live & !(${good});`,
          `  if (any(fault_${name})) {`,
          `    let where_${name} = select(vec4u(0xffffffffu), element, fault_${name});`,
          `    (*tally).faults_${name} += dot(select(vec4u(0u), vec4u(1u), fault_${name}), vec4u(1u));`,
          `    (*tally).first_${name} = min((*tally).first_${name}, min(min(where_${name}.x, where_${name}.y), min(where_${name}.z, where_${name}.w)));`,
          "  }",
        );
      }
    }
    text.push("}", "");
    return text.join("\n") + perAxis();
  }

  /** Parameters with the entry of the last axis that an element belongs to. */
  function perAxis(): string {
    const field = definition.perLastAxis;
    if (!field || !Array.isArray(request.params[field])) return "";
    shader.field("lastAxis", "u32", { u32: layout.last });
    shader.field("lastPhase", "u32", { u32: (request.firstItem + range.first) % layout.last });
    return `${frame.listText()}fn paramsAt(element: u32) -> ${bodyName}Params {\n  var here = params();\n  here.${field} = listNumber((uniforms.lastPhase + element) % uniforms.lastAxis);\n  return here;\n}\n`;
  }
}

/** `load_<name>(quad)` of an f32 buffer that is written too. */
function loadText(name: string, vector: boolean): string {
  const words = lanes.map((_, k) => `data_${name}[4u * quad + ${k}u]`).join(", ");
  return `fn load_${name}(quad: u32) -> vec4u { return ${vector ? `data_${name}[quad]` : `vec4u(${words})`}; }\n`;
}

function storedRange(
  frame: Frame,
  name: string,
  buffer: string,
  dtype: Stored["dtype"],
  range: Range,
  base: number,
  pass: Pass,
  input = name,
): Stored {
  const { request } = frame;
  const padded = request.inputs[input]?.padded ?? false;
  const vector = padded || range.count % 4 === 0;
  const access = pass.gradients.includes(input) && request.inPlace.includes(input) ? "read_write" : "read";
  const binding = frame.window(buffer, dtype, vector, range.first, range.count, base);
  return {
    name,
    dtype,
    vector,
    binding: { ...binding, access, offset: base + range.first * dtypeBytes(dtype) },
  };
}
