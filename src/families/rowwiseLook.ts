import skeleton from "../../shaders/families/rowwiseLook.wgsl?raw";
import { ShaderInterface } from "../plan/interface.js";
import type { Frame, Range } from "./frame.js";
import {
  declareLabels,
  declareRows,
  labelsInput,
  type RowWalk,
  rowBaseText,
  rowInputs,
  strideOf,
} from "./rowwiseInputs.js";
import { areOutText, masksOf } from "./rowwiseMask.js";

/** WGSL: the bits of the label's own entry, and whether an input that masks has an entry left, as the look left them. */
export const labelWord = "looked[index * LOOKED + uniforms.firstLooked]";
export const isLeftWord = (input: number): string =>
  `looked[item * LOOKED + uniforms.firstLooked + ${1 + input}u] != 0u`;

/** Words of a row: the label's entry, and one for every input that masks. */
function lookedWords(walk: RowWalk, values: readonly string[]): number {
  return 1 + masksOf(values, walk.kinds).maskable.length;
}

/** Declares `looked`, of the rows of a range. */
export function declareLooked(
  frame: Frame,
  shader: ShaderInterface,
  walk: RowWalk,
  range: Range,
  access: "read" | "read_write" = "read",
): string {
  const words = lookedWords(walk, rowInputs(frame, walk));
  frame.buffers.looked = { role: "scratch", size: 4 * words * walk.layout.items };
  const { first, count } = range;
  const shift = (first * words) % 64;
  const binding = frame.window("looked", "f32", false, first * words - shift, count * words + shift);
  shader.storage("looked", "array<u32>", { ...binding, access });
  shader.field("firstLooked", "u32", { u32: shift });
  return `const LOOKED = ${words}u;\n`;
}

/** Adds the look at a span of the rows of a range. */
export function look(frame: Frame, walk: RowWalk, range: Range): void {
  const shader = new ShaderInterface();
  const values = rowInputs(frame, walk);
  const labels = labelsInput(frame, walk);
  const { masks, maskable } = masksOf(values, walk.kinds);
  const workgroup = frame.software ? 16 : 64;
  shader.field("items", "u32", { u32: range.count });
  const text = [
    rowBaseText(shader, walk, range),
    declareRows(frame, shader, walk, range, []),
    labels ? declareLabels(frame, shader, labels, range) : "",
    declareLooked(frame, shader, walk, range, "read_write"),
    ...maskable.map((name) => areOutText(frame.request, walk, masks, name)),
    "fn lookAt(row: u32) {",
    "  let base = rowBase(row);",
    "  let own = row * LOOKED + uniforms.firstLooked;",
    ...(labels
      ? [
          "  let place = u32(labelOf(row)) - uniforms.firstClass;",
          `  if (place < uniforms.spanClasses) { looked[own] = read_${values[0]}(base + place * ${strideOf(walk)}); }`,
        ]
      : []),
    ...maskable.flatMap((name, i) => [
      `  let left_${name} = select(looked[own + ${1 + i}u], 0u, uniforms.span == 0u);`,
      `  if (left_${name} == 0u) { looked[own + ${1 + i}u] = select(1u, 0u, areOut_${name}(base)); }`,
    ]),
    "}",
    "",
  ].join("\n");
  const label = `${frame.label}/look`;
  frame.steps.push({
    kind: "dispatch",
    label,
    module: frame.module(
      [{ name: `${label} (generated)`, text: `const WORKGROUP = ${workgroup}u;\n${shader.text()}${text}` }],
      { name: "shaders/families/rowwiseLook.wgsl", text: skeleton },
    ),
    bindings: shader.bindings,
    uniform: shader.uniform,
    workgroups: Math.max(1, Math.min(frame.software ? 16 : 1024, Math.ceil(range.count / workgroup))),
    work: { reads: Object.fromEntries(values.map((name) => [`input/${name}`, 1 / walk.layout.classes])) },
  });
}
