import inspectStage from "../../shaders/stages/inspect.wgsl?raw";
import { isIntegerKind } from "../check/domain.js";
import type { InputKind } from "../definition.js";
import { identifier, ShaderInterface } from "../plan/interface.js";
import { domainTest } from "./domain.js";
import type { Frame } from "./frame.js";
import { elementInput } from "./storage.js";
import { type TallyField, tallyText } from "./tally.js";

/** An input that `checkInputs` looks at in a kernel of its own. */
export interface Inspection {
  readonly name: string;
  readonly elements: number;
  readonly shader: ShaderInterface;
  /** `fn isFault(element: u32) -> bool`; what it reads is declared on `shader`. */
  readonly fault: string;
}

/** Adds a kernel that counts an input's faults and finds the first. */
export function inspect(
  frame: Frame,
  tally: readonly TallyField[],
  { name, elements, shader, fault }: Inspection,
): void {
  const workgroup = frame.software ? 16 : 256;
  const most = frame.software ? 8 : 256;
  const workgroups = Math.max(1, Math.min(Math.ceil(elements / (workgroup * 16)), most));
  shader.field("elements", "u32", { u32: elements });
  shader.field("firstSlot", "u32", { u32: frame.slots });
  shader.storage("tallies", "array<Tally>", frame.tallies("read_write"));
  const first = identifier(`first_${name}`);
  const text = [
    `const WORKGROUP = ${workgroup}u;`,
    "alias Folded = Tally;",
    "fn mergeFolded(a: Folded, b: Folded) -> Folded { return mergeTally(a, b); }",
    tallyText(tally),
    shader.text(),
    fault,
    "fn noteFault(element: u32, tally: ptr<function, Tally>) {",
    `  (*tally).${identifier(`faults_${name}`)}++;`,
    `  (*tally).${first} = min((*tally).${first}, element);`,
    "}",
    "",
  ].join("\n");
  const label = `${frame.label}/inspect ${name}`;
  frame.steps.push({
    kind: "dispatch",
    label,
    module: frame.module([{ name: `${label} (generated)`, text }], {
      name: "shaders/stages/inspect.wgsl",
      text: inspectStage,
    }),
    bindings: shader.bindings,
    uniform: shader.uniform,
    workgroups,
    work: { calls: { isFault: elements } },
  });
  frame.slots += workgroups;
}

/** Adds the look at the inputs that stand for a streamed one; those of rows that `labels` ignores are not looked at. */
export function inspectStreamed(frame: Frame, tally: readonly TallyField[], labels?: string): void {
  const { request } = frame;
  const { checkInputs, divisorOnly, streamed, inputs } = request;
  if (!streamed || !checkInputs || divisorOnly) return;
  for (const [name, perItem] of Object.entries(streamed.checked)) {
    const { elements, dtype, offset } = inputs[name] ?? { elements: 0, dtype: "f32", offset: 0 };
    const shader = new ShaderInterface();
    const binding = frame.window(`input/${name}`, dtype, false, 0, elements, offset);
    let fault = elementInput(shader, { name, dtype, vector: false, binding }) + faultText(name, "real");
    if (perItem > 0 && labels) {
      const window = frame.window(
        `input/${labels}`,
        "i32",
        false,
        0,
        inputs[labels]?.elements ?? 0,
        inputs[labels]?.offset,
      );
      shader.storage("data_labels", "array<i32>", window);
      shader.field("perItem", "u32", { u32: perItem });
      shader.field("ignoreIndex", "u32", { u32: Number(request.params.ignoreIndex) >>> 0 });
      fault = [
        fault.replace("fn isFault(", "fn isOdd("),
        "fn isFault(element: u32) -> bool {",
        "  return isOdd(element) && data_labels[element / uniforms.perItem] != i32(uniforms.ignoreIndex);",
        "}",
        "",
      ].join("\n");
    }
    inspect(frame, tally, { name, elements, shader, fault });
  }
}

/** `isFault(element)` of an input by its kind alone. */
export function faultText(name: string, kind: InputKind): string {
  if (isIntegerKind(kind)) {
    return `fn isFault(element: u32) -> bool { return bitcast<i32>(read_${name}(element)) < 0; }\n`;
  }
  const head = `fn isFault(element: u32) -> bool {\n  let bits = read_${name}(element);\n`;
  if (kind === "mask") return `${head}  return (bits & 0x7fffffffu) > infinityBits;\n}\n`;
  return [
    `${head}  if ((bits & infinityBits) == infinityBits) { return ${kind === "logits" ? "bits != minusInfinityBits" : "true"}; }`,
    `  return !${domainTest(kind)}(vec4f(bitcast<f32>(bits))).x;`,
    "}",
    "",
  ].join("\n");
}
