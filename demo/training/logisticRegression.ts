/** Logistic regression: the border at which either class is as likely. */
import { binaryCrossEntropyWithLogits, type Engine, linear } from "fusedloss";
import type { Classes } from "./data.js";
import { type Separation, separate } from "./separate.js";
import type { Course } from "./train.js";

export const logisticRegression = (engine: Engine, data: Classes, course: Course): Promise<Separation> =>
  separate(engine, linear(binaryCrossEntropyWithLogits()), data, (one) => one, course);
