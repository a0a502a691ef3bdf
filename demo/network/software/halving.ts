/** The means of 2×2 pixels of TensorFlow.js, and the way of slopes back through them: theirs ask of each pixel anew which windows it is in. */
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { programOf } from "./program.js";

const places = `
  let count = uniforms.outShape[0];
  let rows = uniforms.outShape[1];
  let columns = uniforms.outShape[2];
  let image = index / rows;
  if (image >= count) { return; }
  let row = index % rows;
  let given = image * uniforms.xShape[1] * uniforms.xShape[2];
`;

/** A thread makes a row. */
const forward = `fn main(index : i32) {
  ${places}
  let width = uniforms.xShape[2];
  for (var column = 0; column < columns; column++) {
    let at = given + 2 * row * width + 2 * column;
    result[index * columns + column] = 0.25 * (x[at] + x[at + 1] + x[at + width] + x[at + width + 1]);
  }
}`;

/** Of an odd last row or column nothing was seen. */
const back = `fn main(index : i32) {
  ${places}
  let width = uniforms.xShape[2];
  let isSeen = row < 2 * uniforms.xShape[1];
  for (var column = 0; column < columns; column++) {
    let slope = x[given + min(row / 2, uniforms.xShape[1] - 1) * width + min(column / 2, width - 1)];
    result[index * columns + column] = select(0.0, 0.25 * slope, isSeen && column < 2 * width);
  }
}`;

interface Attributes {
  readonly filterSize: number | readonly number[];
  readonly strides: number | readonly number[];
  readonly pad: unknown;
}

const isTwo = (size: number | readonly number[]) => [size].flat().every((one) => one === 2);

/** Images of one channel, [N, H, W, 1]; undefined for others, and for other windows. */
function run(
  backend: WebGPUBackend,
  x: TensorInfo,
  shape: number[],
  { filterSize, strides, pad }: Attributes,
  code: string,
): TensorInfo | undefined {
  const [images, rows, , channels] = shape as [number, number, number, number];
  if (channels !== 1 || !isTwo(filterSize) || !isTwo(strides) || pad !== "valid") return undefined;
  const program = programOf({
    key: code === forward ? "halving" : "halving back",
    inputs: ["x"],
    shape,
    threads: images * rows,
    code: () => code,
  });
  return backend.runWebGPUProgram(program, [x], "float32");
}

interface Forward {
  readonly inputs: { readonly x: TensorInfo };
  readonly attrs: Attributes;
  readonly backend: WebGPUBackend;
}

export function halving({ inputs: { x }, attrs, backend }: Forward): TensorInfo | undefined {
  const [images, rows, columns, channels] = x.shape as [number, number, number, number];
  return run(backend, x, [images, rows >> 1, columns >> 1, channels], attrs, forward);
}

interface Back {
  readonly inputs: { readonly dy: TensorInfo; readonly input: TensorInfo };
  readonly attrs: Attributes;
  readonly backend: WebGPUBackend;
}

export const halvingBack = ({ inputs: { dy, input }, attrs, backend }: Back) =>
  run(backend, dy, [...input.shape], attrs, back);
