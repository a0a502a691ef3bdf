/** An engine on a watched device, for a file of tests. */
import { afterAll, beforeAll } from "vitest";
import { createEngine, type Engine } from "../../src/index.js";
import { newDevice, type Watch, watch } from "./desk.js";

export let device: GPUDevice;
export let seen: Watch;
export let engine: Engine;

/** Makes them before the tests of the file that calls it, and lets go of them after. */
export function prepare(): void {
  beforeAll(async () => {
    device = await newDevice();
    seen = watch(device);
    engine = await createEngine({ device });
  });
  afterAll(() => {
    engine.destroy();
    device.destroy();
  });
}
