/** fusedloss: one compiled step per row, encoded into an encoder of the user's. */
import { type CompiledLoss, createEngine, type Engine } from "fusedloss";
import { storageUsage } from "../copy.js";
import { lossOf } from "../judge.js";
import { gradientsOf, inputsOf } from "../rows.js";
import type { Contestant, Entry, HostInputs } from "./contestant.js";

type Buffers = Readonly<Record<string, GPUBuffer>>;

/** Ours is also compared with a copy of the same bytes, many steps to a submit and nothing read back. */
export interface OurEntry extends Entry {
  readonly device: GPUDevice;
  readonly buffers: readonly Buffers[];
  encode(encoder: GPUCommandEncoder, set: number): void;
}

function upload(device: GPUDevice, set: HostInputs): Buffers {
  return Object.fromEntries(
    Object.entries(set).map(([name, data]) => {
      const buffer = device.createBuffer({ label: name, size: data.byteLength, usage: storageUsage });
      device.queue.writeBuffer(buffer, 0, data);
      return [name, buffer];
    }),
  );
}

export function makeOurs(open: () => Promise<Engine> = createEngine): Contestant<OurEntry> {
  let engine: Engine;
  return {
    name: "fusedloss",
    inputBytes: (row) =>
      inputsOf(row).reduce(
        (sum, { shape }) => sum + 4 * shape.reduce((product, axis) => product * axis, 1),
        0,
      ),
    start: async () => {
      engine = await open();
      return engine.device;
    },
    enter: (row, sets) => [
      async () => {
        const { device } = engine;
        const buffers = sets.map((set) => upload(device, set));
        const inputs = inputsOf(row);
        const wanted = gradientsOf(row);
        const shapes = Object.fromEntries(inputs.map(({ name, shape }) => [name, shape]));
        let step: CompiledLoss;
        const run = async (set: number, gradients: boolean) => {
          // The first run compiles, and is reported as such.
          step ??= await engine.compile(lossOf(row), shapes, { gradients: wanted });
          const encoder = device.createCommandEncoder();
          step.encode(encoder, buffers[set]!);
          device.queue.submit([encoder.finish()]);
          return step.read({ gradients });
        };
        return {
          form: "engine.compile",
          device,
          buffers,
          run: async (set) => (await run(set, false)).loss as number,
          check: async (set) => {
            const { loss, gradients } = await run(set, true);
            const [gradient = [], ...others] = wanted.map((name) => gradients?.[name] ?? []);
            return { loss: loss as number, gradient, others };
          },
          encode: (encoder, set) => step.encode(encoder, buffers[set % buffers.length]!),
          dispose: () => {
            step?.destroy();
            for (const buffer of buffers.flatMap((set) => Object.values(set))) buffer.destroy();
          },
        };
      },
    ],
  };
}
