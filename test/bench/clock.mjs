/** How long steps take on a device: by its timestamps where it has them, and by the wall's clock. */
import { stepsFor } from "../../demo/bench/stepsFor.js";

/** A submit is at least this long, in milliseconds. */
const shortestSubmit = 5;

const queryResolveUsage = 0x200 | 0x4;
const mapRead = 0x1;
const mapReadUsage = 0x1 | 0x8;

/** Two timestamps around some steps of one submit. Its buffers are made once. */
function makeStamps(device) {
  if (!device.features.has("timestamp-query")) return undefined;
  const size = 16;
  const querySet = device.createQuerySet({ type: "timestamp", count: 2 });
  const resolved = device.createBuffer({ size, usage: queryResolveUsage });
  const staging = device.createBuffer({ size, usage: mapReadUsage });
  const mark = (encoder, writes) =>
    encoder.beginComputePass({ timestampWrites: { querySet, ...writes } }).end();
  return {
    start: (encoder) => mark(encoder, { beginningOfPassWriteIndex: 0 }),
    end: (encoder) => {
      mark(encoder, { endOfPassWriteIndex: 1 });
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, size);
    },
    read: async () => {
      await staging.mapAsync(mapRead);
      const [start, end] = new BigUint64Array(staging.getMappedRange());
      const ms = Number(end - start) / 1e6;
      staging.unmap();
      return ms;
    },
  };
}

/**
 * How long some take in turn, round after round, as many steps to a submit as make it worth timing.
 *
 * @param {GPUDevice} device
 */
export function makeRace(device) {
  const stamps = makeStamps(device);

  /** Milliseconds per step, by both clocks. */
  async function time(encode, steps, set) {
    const encoder = device.createCommandEncoder();
    stamps?.start(encoder);
    for (let step = 0; step < steps; step++) encode(encoder, set + step);
    stamps?.end(encoder);
    const commands = encoder.finish();
    const start = performance.now();
    device.queue.submit([commands]);
    await device.queue.onSubmittedWorkDone();
    const wall = (performance.now() - start) / steps;
    return { wall, stamp: stamps ? (await stamps.read()) / steps : 0 };
  }

  /**
   * @param {Record<string, (encoder: GPUCommandEncoder, set: number) => void>} runners
   * @param {number} rounds
   * @returns milliseconds per step of each, steps of a submit, and by which clock
   */
  return async function race(runners, rounds) {
    const entries = Object.entries(runners);
    const once = [];
    for (const [, encode] of entries) once.push((await time(encode, 1, 0)).wall);
    const steps = stepsFor(shortestSubmit, Math.min(...once));
    for (const [, encode] of entries) await time(encode, steps, 0);
    const samples = Object.fromEntries(entries.map(([name]) => [name, []]));
    for (let round = 0; round < rounds; round++)
      for (const [name, encode] of entries) samples[name].push(await time(encode, steps, round));
    // Timestamps that contradict the wall clock are no timestamps.
    const all = Object.values(samples).flat();
    const stamped = stamps && all.every(({ stamp, wall }) => stamp > 0 && stamp <= 1.05 * wall);
    const ms = Object.fromEntries(
      entries.map(([name]) => [name, samples[name].map(({ stamp, wall }) => (stamped ? stamp : wall))]),
    );
    return { ms, steps, clock: stamped ? "timestamps" : "wall clock" };
  };
}
