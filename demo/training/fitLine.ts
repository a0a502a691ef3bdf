/** A straight line through points, by any loss of elements whose targets are called so. */
import { adam, type Engine, type Loss, linear } from "fusedloss";
import { upload } from "../jobs/gpu.js";
import type { Line } from "../model/lines/line.js";
import type { Points } from "./data.js";
import { type Course, type Seen, train } from "./train.js";

export interface LineFit extends Line {
  readonly losses: Float32Array;
}

/** The line that parameters say. */
export function lineOf({ weightMatrix, bias }: Seen["parameters"]): Line {
  return { slope: weightMatrix?.[0] ?? 0, intercept: bias?.[0] ?? 0 };
}

export async function fitLine(
  engine: Engine,
  loss: Loss,
  { x, y }: Points,
  course: Course,
): Promise<LineFit> {
  const points = x.length;
  const shapes = { inputs: [points, 1], weightMatrix: [1, 1], bias: [1], targets: [points] };
  const gradients = ["weightMatrix", "bias"];
  const [compiled, optimizer] = await Promise.all([
    engine.compile(linear(loss), shapes, { gradients }),
    engine.optimizer(adam({ learningRate: 0.1 }), { weightMatrix: [[0]], bias: [0] }),
  ]);
  const inputs = upload(engine.device, x, "x");
  const targets = upload(engine.device, y, "y");
  const data = { inputs, targets };
  const { losses, parameters } = await train(engine, { loss: compiled, optimizer, data: () => data }, course);
  for (const made of [compiled, optimizer, inputs, targets]) made.destroy();
  return { ...lineOf(parameters), losses };
}
