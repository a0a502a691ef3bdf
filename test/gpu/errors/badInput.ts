/** What tests of bad input share: which class of error, what its message says, and that the engine then computes rightly. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createEngine, type Engine, huber } from "../../../src/index.js";
import { newDevice, rejection } from "../desk.js";

// e = [0.5, 2, −1, 3]: losses 0.125, 1.5, 0.5, 2.5 and slopes 0.5, 1, −1, 1.
export const predictions = [0.5, 2, -1, 3];
export const targets = [0, 0, 0, 0];
export const pair = { predictions, targets };
export const logits = [
  [1, 2, 3],
  [1, 0, 1],
];

export let device: GPUDevice;
export let other: GPUDevice;
export let engine: Engine;

/** Makes them before the tests of the file that calls it, and lets go of them after. */
export function prepare(): void {
  beforeAll(async () => {
    device = await newDevice();
    other = await newDevice();
    engine = await createEngine({ device });
  });
  afterAll(() => {
    engine.destroy();
    device.destroy();
    other.destroy();
  });
}

/** The proof that nothing was left behind. */
export async function computesRightly(on = engine): Promise<void> {
  const { loss, gradients, count } = await on.evaluate(huber(), pair);
  expect([loss, count]).toEqual([4.625 / 4, 4]);
  expect([...gradients.predictions]).toEqual([0.125, 0.25, -0.25, 0.25]);
}

export type ErrorClass = new (message: string) => Error;

/** What is done, the class of the error, its message whole or in part, and what the error carries. */
export type Row = [
  what: string,
  type: ErrorClass,
  message: string | RegExp,
  run: () => Promise<unknown>,
  details?: { readonly input?: string; readonly index?: number; readonly value?: number },
];

/** A test of each row. */
export function saysOf(rows: readonly Row[]): void {
  it.each(rows)("%s", async (_what, type, message, run, details = {}) => {
    let work: Promise<unknown> | undefined;
    expect(() => {
      work = run();
    }).not.toThrow();
    const error = await rejection(type, work as Promise<unknown>);
    if (typeof message === "string") expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
    expect(error).toMatchObject({ ...details, name: type.name });
    await computesRightly();
  });
}

/** Calls as a program without types makes them. */
export const evaluate = (loss: unknown, inputs: unknown, options?: unknown): Promise<unknown> =>
  engine.evaluate(loss as never, inputs as never, options as never);
export const compile = (loss: unknown, shapes: unknown, options?: unknown): Promise<unknown> =>
  engine.compile(loss as never, shapes as never, options as never);
