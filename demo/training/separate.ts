/** A straight border between two classes, by any loss of scores. */
import { adam, type Engine, type Loss } from "fusedloss";
import { upload } from "../jobs/gpu.js";
import type { Classes } from "./data.js";
import { type Course, type Seen, train } from "./train.js";

/** Class 1 is where a·x₁ + b·x₂ + c > 0. */
export interface Border {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

export interface Separation extends Border {
  /** The share of points on their own side. */
  readonly accuracy: number;
  readonly losses: Float32Array;
}

/** The border that parameters say. */
export function borderOf({ weightMatrix, bias }: Seen["parameters"]): Border {
  return { a: weightMatrix?.[0] ?? 0, b: weightMatrix?.[1] ?? 0, c: bias?.[0] ?? 0 };
}

/** @param targetOf how the loss calls a class: 0 and 1, or −1 and 1 */
export async function separate(
  engine: Engine,
  loss: Loss,
  { features, classes }: Classes,
  targetOf: (one: number) => number,
  course: Course,
): Promise<Separation> {
  const points = classes.length;
  const shapes = { inputs: [points, 2], weightMatrix: [2, 1], bias: [1], targets: [points] };
  const gradients = ["weightMatrix", "bias"];
  const [compiled, optimizer] = await Promise.all([
    engine.compile(loss, shapes, { gradients }),
    engine.optimizer(adam({ learningRate: 0.1 }), { weightMatrix: [[0], [0]], bias: [0] }),
  ]);
  const inputs = upload(engine.device, features, "features");
  const targets = upload(engine.device, classes.map(targetOf), "targets");
  const data = { inputs, targets };
  const { losses, parameters } = await train(engine, { loss: compiled, optimizer, data: () => data }, course);
  for (const made of [compiled, optimizer, inputs, targets]) made.destroy();
  const border = borderOf(parameters);
  return { ...border, accuracy: shareRight(border, { features, classes }), losses };
}

/** The share of points on their own side of a border. */
export function shareRight({ a, b, c }: Border, { features, classes }: Classes): number {
  const right = classes.filter((one, i) => {
    const score = a * (features[2 * i] as number) + b * (features[2 * i + 1] as number) + c;
    return score > 0 === one > 0;
  });
  return right.length / classes.length;
}
