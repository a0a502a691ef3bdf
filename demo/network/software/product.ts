/**
 * The matrix product of TensorFlow.js, without its tiles in workgroup memory: a GPU is fast by them, but in software
 * each of their barriers costs more than it saves. Here a thread keeps 4×4 sums; small products take a tenth of the
 * time.
 */

import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, programOf } from "./program.js";

/** Sums along a side. */
const side = [0, 1, 2, 3];

/** Σₖ A[i, k] · B[k, j], either of them turned or not. */
function codeOf(isATurned: boolean, isBTurned: boolean): string {
  const a = (i: number) => (isATurned ? `A[a + k * rows + i${i}]` : `A[a + i${i} * inner + k]`);
  const b = (j: number) => (isBTurned ? `B[b + j${j} * inner + k]` : `B[b + k * columns + j${j}]`);
  const sums = side.flatMap((i) => side.map((j) => [i, j] as const));
  return `fn main(index : i32) {
    let rows = uniforms.outShape[1];
    let columns = uniforms.outShape[2];
    let inner = uniforms.inner;
    let across = (columns + 3) / 4;
    let down = (rows + 3) / 4;
    let matrix = index / (across * down);
    if (matrix >= uniforms.outShape[0]) { return; }
    let row = 4 * (index / across % down);
    let column = 4 * (index % across);
    // One matrix may meet many.
    let a = matrix % uniforms.aShape[0] * rows * inner;
    let b = matrix % uniforms.bShape[0] * inner * columns;
    let first = matrix * rows * columns;
    ${lines(side, (i) => `let i${i} = min(row + ${i}, rows - 1); let j${i} = min(column + ${i}, columns - 1);`)}
    ${lines(sums, ([i, j]) => `var sum${i}${j} = 0.0;`)}
    for (var k = 0; k < inner; k++) {
      ${lines(side, (i) => `let a${i} = ${a(i)}; let b${i} = ${b(i)};`)}
      ${lines(sums, ([i, j]) => `sum${i}${j} = fma(a${i}, b${j}, sum${i}${j});`)}
    }
    ${lines(sums, ([i, j]) => `if (row + ${i} < rows && column + ${j} < columns) { result[first + i${i} * columns + j${j}] = sum${i}${j}; }`)}
  }`;
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

/** As a list of matrices. */
const listed = (given: TensorInfo): TensorInfo => {
  const [rows = 1, columns = 1] = given.shape.slice(-2);
  return { ...given, shape: [sizeOf(given.shape.slice(0, -2)), rows, columns] };
};

interface Product {
  readonly inputs: { readonly a: TensorInfo; readonly b: TensorInfo };
  readonly attrs: { readonly transposeA: boolean; readonly transposeB: boolean };
  readonly backend: WebGPUBackend;
}

/** Undefined for lists of matrices that meet in another way than one by one, or one all. */
export function product({ inputs, attrs, backend }: Product): TensorInfo | undefined {
  const [a, b] = [listed(inputs.a), listed(inputs.b)];
  const [outerA, outerB] = [inputs.a, inputs.b].map(({ shape }) => shape.slice(0, -2)) as [
    number[],
    number[],
  ];
  if (a.shape[0] !== 1 && b.shape[0] !== 1 && `${outerA}` !== `${outerB}`) return undefined;
  const { transposeA, transposeB } = attrs;
  const [rows, inner] = (transposeA ? [a.shape[2], a.shape[1]] : a.shape.slice(1)) as [number, number];
  const columns = (transposeB ? b.shape[1] : b.shape[2]) as number;
  const count = Math.max(a.shape[0] as number, b.shape[0] as number);
  const program = programOf({
    key: `product ${transposeA} ${transposeB}`,
    inputs: ["A", "B"],
    shape: [count, rows, columns],
    threads: count * Math.ceil(rows / 4) * Math.ceil(columns / 4),
    uniforms: "inner : i32,",
    code: () => codeOf(transposeA, transposeB),
  });
  const found = backend.runWebGPUProgram(program, [a, b], "float32", [{ type: "int32", data: [inner] }]);
  const outer = (a.shape[0] as number) > 1 || outerA.length > outerB.length ? outerA : outerB;
  return { ...found, shape: [...outer, rows, columns] };
}
