/** Lines, off the page's thread: step after step as the page asks for them, so that it can turn to other points between two. */
import { expose } from "comlink";
import { createEngine, type Engine } from "fusedloss";
import type { Fitting } from "./model/lines/fitting.js";
import { type StepOrder, stepLines } from "./model/lines/stepLines.js";

let engine: Promise<Engine> | undefined;

/** By the GPU, or by the reference where the page has found none. */
async function step(order: StepOrder, gpu: boolean): Promise<readonly Fitting[]> {
  if (!gpu) return stepLines(undefined, order);
  engine ??= createEngine();
  return stepLines(await engine, order);
}

export type Step = typeof step;

expose(step);
