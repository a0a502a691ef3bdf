/** Every optimiser that is exported, with its cases. There is no list of names: the exports are the list. */
import type { ParamSpecs } from "../../src/definition.js";
import * as optim from "../../src/optim/index.js";
import type { OptimizerFactory } from "../../src/optimizer.js";
import type { OptimizerCases } from "./steps.js";

const cases = import.meta.glob<Record<string, OptimizerCases>>("./optim/*.ts", { eager: true });

export const optimizers = Object.entries(
  optim as unknown as Readonly<Record<string, OptimizerFactory<ParamSpecs>>>,
).map(([name, make]) => ({ name, make, ...(cases[`./optim/${name}.ts`]?.[name] as OptimizerCases) }));
