/** A support vector machine: hinge loss, and a little of the squared weights, which makes its margin wide. */
import { type Engine, hinge, l2, linear, weightedSum } from "fusedloss";
import type { Classes } from "./data.js";
import { type Separation, separate } from "./separate.js";
import type { Course } from "./train.js";

export function svm(engine: Engine, data: Classes, course: Course): Promise<Separation> {
  const loss = weightedSum([
    { loss: linear(hinge()), weight: 1 },
    { loss: l2(), weight: 0.01, inputs: { parameters: "weightMatrix" } },
  ]);
  return separate(engine, loss, data, (one) => 2 * one - 1, course);
}
