import type { RowwiseLayout } from "../check/layout.js";
import type { InputKind, RowwiseDefinition } from "../definition.js";
import type { ShaderInterface } from "../plan/interface.js";
import type { Frame, Range } from "./frame.js";
import type { RowSplit } from "./rowwiseSplit.js";
import { classInputs } from "./rowwiseStructs.js";
import { elementInput, elementRead, quadInput, type Stored } from "./storage.js";

/** How the rows of a problem are walked. */
export interface RowWalk {
  readonly definition: RowwiseDefinition;
  readonly layout: RowwiseLayout;
  readonly kinds: Readonly<Record<string, InputKind>>;
  /** Classes lie side by side and come in fours: a unit is a quad. */
  readonly vector: boolean;
  /** Lanes that share a row. */
  readonly team: number;
  /** Where they are of several workgroups. */
  readonly split?: RowSplit;
  /** What the flags of the definition are told: inputs and outputs. */
  readonly given: readonly string[];
}

/** The inputs given that have the class axis. */
export function rowInputs(frame: Frame, walk: RowWalk): string[] {
  return classInputs(walk.definition).filter((name) => frame.request.inputs[name]);
}

/** The name of the labels' input, if labels are given. */
export function labelsInput(frame: Frame, { definition }: RowWalk): string | undefined {
  return Object.keys(definition.inputs).find(
    (name) => definition.inputs[name] === "labels" && frame.request.inputs[name],
  );
}

/** Declares the class inputs of a range, with `read_<name>(element)` and, for quads, `load_<name>(quad)`. */
export function declareRows(
  frame: Frame,
  shader: ShaderInterface,
  walk: RowWalk,
  range: Range,
  inPlace: readonly string[],
): string {
  const { classes } = walk.layout;
  return rowInputs(frame, walk)
    .map((name) => {
      const { dtype, offset } = frame.request.inputs[name] ?? { dtype: "f32" as const, offset: 0 };
      const { binding: own, shift } = frame.part(
        shader,
        name,
        `input/${name}`,
        dtype,
        walk.vector,
        range.first * classes,
        range.count * classes,
        offset,
      );
      const binding = { ...own, access: inPlace.includes(name) ? ("read_write" as const) : own.access };
      const stored: Stored = { name, dtype, vector: walk.vector, binding, shift };
      return walk.vector ? quadInput(shader, stored) + elementRead(stored) : elementInput(shader, stored);
    })
    .join("");
}

/** Declares the labels of a range and `labelOf(row)`. */
export function declareLabels(frame: Frame, shader: ShaderInterface, name: string, range: Range): string {
  const offset = frame.request.inputs[name]?.offset ?? 0;
  const { first, count } = range;
  const { binding, shift } = frame.part(shader, name, `input/${name}`, "i32", false, first, count, offset);
  shader.storage("data_labels", "array<i32>", binding);
  return `fn labelOf(row: u32) -> i32 { return data_labels[row${shift ? ` + ${shift}` : ""}]; }\n`;
}

/** Declares an input with one number per row, or one for all: `rowBits_<name>(row)`. */
export function declarePerRow(
  frame: Frame,
  shader: ShaderInterface,
  { layout }: RowWalk,
  name: string,
  range: Range,
): string {
  const { dtype, offset } = frame.request.inputs[name] ?? { dtype: "f32" as const, offset: 0 };
  const isOne = layout.broadcast.includes(name);
  const [first, count] = isOne ? [0, 1] : [range.first, range.count];
  const part = frame.part(shader, name, `input/${name}`, dtype, false, first, count, offset);
  const read = elementInput(shader, { name, dtype, vector: false, ...part });
  return `${read}fn rowBits_${name}(row: u32) -> u32 { return read_${name}(${isOne ? "0u" : "row"}); }\n`;
}

/** `rowBase(row)`: the element at which a row's first class lies; its classes are `inner` apart. */
export function rowBaseText(shader: ShaderInterface, { layout }: RowWalk): string {
  shader.field("classes", "u32", { u32: layout.classes });
  if (layout.inner === 1)
    return "const STRIDE = 1u;\nfn rowBase(row: u32) -> u32 { return row * uniforms.classes; }\n";
  shader.field("inner", "u32", { u32: layout.inner });
  return `fn rowBase(row: u32) -> u32 { return (row / uniforms.inner) * uniforms.classes * uniforms.inner + row % uniforms.inner; }\n`;
}

/** How far apart a row's classes are, in WGSL. */
export function strideOf({ layout }: RowWalk): string {
  return layout.inner === 1 ? "1u" : "uniforms.inner";
}
