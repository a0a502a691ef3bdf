/** The sort by itself, against the host's: equal keys stay in their order. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { Frame } from "../../src/families/frame.js";
import { addSort } from "../../src/families/sort.js";
import { pipelinesOf } from "../../src/gpu/pipelines.js";
import { Realised } from "../../src/gpu/realised.js";
import { divisorModes, type PlanRequest } from "../../src/plan/plan.js";
import { randomFrom } from "../cases/random.js";
import { bytesOf, newDevice, visible } from "./desk.js";

let device: GPUDevice;

beforeAll(async () => {
  device = await newDevice();
});

afterAll(() => device.destroy());

async function sorted(
  keys: Uint32Array,
  software: boolean,
): Promise<{ keys: Uint32Array; order: Uint32Array }> {
  const request = { definition: { name: "sort" }, device: { software } } as PlanRequest;
  const frame = new Frame(request, [], 1, undefined);
  addSort(frame, keys.length);
  const plan = { label: "sort", buffers: frame.buffers, steps: frame.steps, totals: [], counted: 0 };
  const places = Object.fromEntries(
    Object.entries(frame.buffers).map(([name, { size }]) => [
      name,
      { buffer: device.createBuffer({ size, usage: visible }), offset: 0 },
    ]),
  );
  device.queue.writeBuffer(places.keys!.buffer, 0, keys as Uint32Array<ArrayBuffer>);
  const realised = await Realised.make(device, pipelinesOf(device), plan);
  const encoder = device.createCommandEncoder();
  realised.encode(encoder, places, {
    gradientScale: 1,
    scaleMode: 0,
    divisor: 1,
    divisorMode: divisorModes.natural,
    ratio: 1,
    params: {},
  });
  device.queue.submit([encoder.finish()]);
  const read = async (name: string) =>
    new Uint32Array(await bytesOf(device, places[name]!.buffer, 0, 4 * keys.length));
  const found = { keys: await read("keys"), order: await read("order") };
  realised.destroy();
  for (const { buffer } of Object.values(places)) buffer.destroy();
  return found;
}

it.each([
  [1, true],
  [255, true],
  [257, true],
  [100_003, true],
  [5001, false],
])("%i keys, software: %s", async (length, software) => {
  const random = randomFrom(length);
  const few = [0, 7, 0xffffffff, 0x80000000, 0x12345678];
  const keys = Uint32Array.from({ length }, (_, i) =>
    i % 3 === 0 ? (few[i % 5] as number) : Math.floor(random() * 2 ** 32),
  );
  const wanted = Array.from(keys.keys()).sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b);
  const found = await sorted(keys, software);
  expect(Array.from(found.order)).toEqual(wanted);
  expect(Array.from(found.keys)).toEqual(wanted.map((i) => keys[i]));
});
