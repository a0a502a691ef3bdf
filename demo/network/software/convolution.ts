/**
 * The 3×3 convolution of TensorFlow.js, and the way of slopes back through it, without tiles in workgroup memory: in
 * software they take a hundred times as long as this. A thread makes four pixels of every map.
 */

import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, programOf } from "./program.js";

/** More maps than these would not stay in registers. */
const most = 8;

const three = [0, 1, 2];
const shifted = ["vec4f(p0, p1, p2, p3)", "vec4f(p1, p2, p3, p4)", "vec4f(p2, p3, p4, p5)"];

/** The taps turned about for the way back, on which what was made is given. */
function codeOf(made: number, isBack: boolean): string {
  const maps = Array.from({ length: made }, (_, map) => map);
  const tap = (column: number, map: number) =>
    isBack
      ? `W[((2 - down) * 3 + ${2 - column}) * given * ${made} + ${map} * given + source]`
      : `W[((down * 3 + ${column}) * given + source) * ${made} + ${map}]`;
  return `fn main(index : i32) {
    let given = uniforms.xShape[1];
    let rows = uniforms.xShape[2];
    let columns = uniforms.xShape[3];
    let across = (columns + 3) / 4;
    let image = index / (across * rows);
    if (image >= uniforms.xShape[0]) { return; }
    let row = index / across % rows;
    let column = 4 * (index % across);
    ${lines(maps, (map) => `var sum${map} = vec4f();`)}
    for (var source = 0; source < given; source++) {
      for (var down = 0; down < 3; down++) {
        let line = row + down - 1;
        if (line < 0 || line >= rows) { continue; }
        let at = ((image * given + source) * rows + line) * columns + column;
        let p0 = select(0.0, x[max(at - 1, 0)], column > 0);
        let p1 = x[at];
        ${lines([2, 3, 4, 5], (p) => `let p${p} = select(0.0, x[at + ${p - 1}], column + ${p - 1} < columns);`)}
        ${lines(three, (right) => `{ let pixels = ${shifted[right]};\n${lines(maps, (map) => `sum${map} += ${tap(right, map)} * pixels;`)} }`)}
      }
    }
    ${lines(maps, (map) => `{ let at = ((image * ${made} + ${map}) * rows + row) * columns + column;\n${lines([0, 1, 2, 3], (p) => `if (column + ${p} < columns) { result[at + ${p}] = sum${map}[${p}]; }`)} }`)}
  }`;
}

interface Attributes {
  readonly strides: number | readonly number[];
  readonly pad: unknown;
  readonly dataFormat: string;
  readonly dilations?: number | readonly number[];
}

const isOne = (size: number | readonly number[] = 1) => [size].flat().every((one) => one === 1);

/** Of images [N, maps, H, W]; undefined for what is not 3×3, step by step, with zeros around. */
function run(
  backend: WebGPUBackend,
  x: TensorInfo,
  filter: TensorInfo,
  { strides, pad, dataFormat, dilations }: Attributes,
  isBack: boolean,
): TensorInfo | undefined {
  const [height, width, given, made] = filter.shape as [number, number, number, number];
  const maps = isBack ? given : made;
  const fits = height === 3 && width === 3 && maps <= most && isOne(strides) && isOne(dilations);
  if (!fits || pad !== "same" || dataFormat !== "NCHW") return undefined;
  const [images, , rows, columns] = x.shape as [number, number, number, number];
  const program = programOf({
    key: `convolution ${maps} ${isBack}`,
    inputs: ["x", "W"],
    shape: [images, maps, rows, columns],
    threads: images * rows * Math.ceil(columns / 4),
    code: () => codeOf(maps, isBack),
  });
  return backend.runWebGPUProgram(program, [x, filter], "float32");
}

interface Forward {
  readonly inputs: { readonly x: TensorInfo; readonly filter: TensorInfo };
  readonly attrs: Attributes;
  readonly backend: WebGPUBackend;
}

export const convolution = ({ inputs: { x, filter }, attrs, backend }: Forward) =>
  run(backend, x, filter, attrs, false);

interface Back {
  readonly inputs: { readonly dy: TensorInfo; readonly filter: TensorInfo };
  readonly attrs: Attributes;
  readonly backend: WebGPUBackend;
}

export const convolutionBack = ({ inputs: { dy, filter }, attrs, backend }: Back) =>
  run(backend, dy, filter, attrs, true);
