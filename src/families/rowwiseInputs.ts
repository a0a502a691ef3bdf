import type { RowwiseLayout } from "../check/layout.js";
import type { InputKind, RowwiseDefinition } from "../definition.js";
import type { ShaderInterface } from "../plan/interface.js";
import type { Frame, Range } from "./frame.js";
import type { Span } from "./rowwiseCut.js";
import type { RowSplit } from "./rowwiseGrid.js";
import { classInputs } from "./rowwiseStructs.js";
import { elementInput, elementRead, quadInput, quadOutput, type Stored } from "./storage.js";

/** How the rows of a problem are walked. */
export interface RowWalk {
  readonly definition: RowwiseDefinition;
  readonly layout: RowwiseLayout;
  readonly kinds: Readonly<Record<string, InputKind>>;
  /** Classes lie side by side and come in fours: a unit is a quad. */
  readonly vector: boolean;
  /** Lanes that share a row. */
  readonly team: number;
  /** Where a row is taken in parts. */
  readonly split?: RowSplit;
  /** The runs of classes that rows are bound in, where one binding does not hold a row; and the one at hand. */
  readonly spans?: readonly Span[];
  readonly span?: Span;
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

/** How many classes of a row are bound. */
export function classesBound({ layout, span }: RowWalk): number {
  return span?.classes ?? layout.classes;
}

/** Which elements are bound of an input that has the class axis. */
export function elementsBound({ layout, span }: RowWalk, range: Range): { first: number; count: number } {
  const { classes, inner } = layout;
  if (!span) return { first: range.first * classes, count: range.count * classes };
  const slab = range.first - (range.first % inner);
  return { first: slab * classes + span.first * inner, count: span.classes * inner };
}

/** Declares the class inputs of a range, with `read_<name>(element)` and, for quads, `load_<name>(quad)`. */
export function declareRows(
  frame: Frame,
  shader: ShaderInterface,
  walk: RowWalk,
  range: Range,
  inPlace: readonly string[],
): string {
  const { first, count } = elementsBound(walk, range);
  return rowInputs(frame, walk)
    .map((name) => {
      const { dtype, offset } = frame.request.inputs[name] ?? { dtype: "f32" as const, offset: 0 };
      const { binding: own, shift } = frame.part(
        shader,
        name,
        `input/${name}`,
        dtype,
        walk.vector,
        first,
        count,
        offset,
      );
      const binding = { ...own, access: inPlace.includes(name) ? ("read_write" as const) : own.access };
      const stored: Stored = { name, dtype, vector: walk.vector, binding, shift };
      const read = walk.vector
        ? quadInput(shader, stored) + elementRead(stored)
        : elementInput(shader, stored);
      return inPlace.includes(name) ? read + inPlaceText(shader, stored) : read;
    })
    .join("");
}

/** `store_<name>` of a gradient that takes its input's place. */
function inPlaceText(shader: ShaderInterface, stored: Stored): string {
  const { name, vector, shift } = stored;
  if (vector) return quadOutput(shader, stored, true);
  return `fn store_${name}(element: u32, bits: u32) { data_${name}[element${shift ? ` + ${shift}` : ""}] = bits; }\n`;
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

/** `rowBase(row)`: the element at which the first class bound of a row lies; its classes are `inner` apart. */
export function rowBaseText(shader: ShaderInterface, { layout, span }: RowWalk, range: Range): string {
  shader.field("classes", "u32", { u32: layout.classes });
  if (span) {
    const { index, first, classes } = span;
    const sizes = { firstClass: first, spanClasses: classes, inner: layout.inner };
    shader.sizes({ ...sizes, span: index, rowInSlab: range.first % layout.inner });
    return "fn rowBase(row: u32) -> u32 { return uniforms.rowInSlab + row; }\n";
  }
  if (layout.inner === 1) return "fn rowBase(row: u32) -> u32 { return row * uniforms.classes; }\n";
  shader.field("inner", "u32", { u32: layout.inner });
  return `fn rowBase(row: u32) -> u32 { return (row / uniforms.inner) * uniforms.classes * uniforms.inner + row % uniforms.inner; }\n`;
}

/** How far apart a row's classes are, in WGSL. */
export function strideOf({ layout }: Pick<RowWalk, "layout">): string {
  return layout.inner === 1 ? "1u" : "uniforms.inner";
}
