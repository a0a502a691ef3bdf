/** What TensorFlow.js asks of a program of WebGPU, from what is peculiar to it. */
import type { WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";

interface Peculiar {
  /** Programs of one key are one pipeline. */
  readonly key: string;
  readonly inputs: string[];
  /** Of the result. */
  readonly shape: number[];
  readonly threads: number;
  readonly uniforms?: string;
  /** `fn main(index : i32)`, the index being a thread's. */
  readonly code: () => string;
}

/** Large enough for groups to be few, small enough for every processor to have some. */
const groupSize = 32;

export const programOf = ({ key, inputs, shape, threads, uniforms, code }: Peculiar): WebGPUProgram => ({
  shaderKey: key,
  variableNames: inputs,
  outputShape: shape,
  dispatchLayout: { x: shape.map((_, axis) => axis) },
  dispatch: [Math.ceil(threads / groupSize), 1, 1],
  workgroupSize: [groupSize, 1, 1],
  ...(uniforms === undefined ? {} : { uniforms }),
  getUserCode: code,
});

/** A line of a program for each. */
export const lines = <One>(all: readonly One[], line: (one: One) => string) => all.map(line).join("\n");
