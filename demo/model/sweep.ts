/** A loss of many numbers at once, drawn as a curve of one of them: the first, while its program's others stay. */
import { type LossInfo, type NestedNumbers, tensor } from "fusedloss";
import type { Program } from "./program.js";
import { along, type Numbers, type Scene } from "./scene.js";

const points = 61;

const integers = ["labels", "identities", "lengths"];

function flat(value: NestedNumbers): number[] {
  return value.flatMap((one: number | NestedNumbers) => (typeof one === "number" ? [one] : flat(one)));
}

/** So many copies, one after the other. */
function repeated(one: readonly number[], whole: boolean): Numbers {
  const all = Array.from({ length: points }, () => one).flat();
  return whole ? Int32Array.from(all) : Float32Array.from(all);
}

export function sweepOf(info: LossInfo, { inputs: literals }: Program): Scene {
  const [swept = ""] = Object.keys(literals);
  const inputs = Object.fromEntries(
    Object.entries(literals).map(([name, { value }]) => {
      const numbers = "shape" in value ? Array.from(value.data as Float32Array) : flat(value);
      const shape = "shape" in value ? value.shape : tensor(value).shape;
      return [name, { data: repeated(numbers, integers.includes(info.inputs[name] ?? "")), shape }];
    }),
  );
  const moved = inputs[swept]?.data ?? new Float32Array(points);
  const [start = 0] = moved;
  const at = along(start - 3, start + 3, points);
  at.forEach((x, i) => {
    moved[(i * moved.length) / points] = x;
  });
  return {
    axis: `first number of ${swept}`,
    at,
    swept,
    inputs,
    stride: 1,
    apart: true,
    rest: "all other numbers as in the program below",
  };
}
