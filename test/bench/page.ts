/** The tab in which everybody runs. `scripts/bench.mjs` opens it anew for every row and calls `bench`. */

import { againstCopy } from "../../demo/bench/againstCopy.js";
import type { Contestant, Entry, HostInputs } from "../../demo/bench/contestants/contestant.js";
import { makeOurs } from "../../demo/bench/contestants/ours.js";
import { plain } from "../../demo/bench/contestants/plain.js";
import { tensorflow } from "../../demo/bench/contestants/tensorflow.js";
import { makeInputs } from "../../demo/bench/data.js";
import { judge } from "../../demo/bench/judge.js";
import { prepare, type Ready, type Watched } from "../../demo/bench/prepare.js";
import { race } from "../../demo/bench/race.js";
import { elementsOf, gradientBytesOf, nameOf, type Row } from "../../demo/bench/rows.js";
import { ratio, spread } from "../../demo/bench/statistics.js";
import type { Expected } from "../../demo/bench/timeRun.js";
import { jax } from "./contestants/jax.js";
import { benchLoop } from "./loops.js";
import { benchTraining } from "./training.js";
import { watch } from "./watch.mjs";

interface Options {
  readonly rounds: number;
}

declare global {
  interface Window {
    bench(row: Row, options: Options): Promise<unknown>;
    benchLoop: typeof benchLoop;
    benchTraining: typeof benchTraining;
    benchDevice(): Promise<unknown>;
  }
}

/** The most that a dispatch may bind: the default limit, and the device of TensorFlow.js. */
const mostStorageBuffers = 8;

const ours = makeOurs();
/** By the names that targets and results go by. */
const peers: Record<string, Contestant> = { tensorflow, jax, plain };

/** Input sets take turns; when one alone is far larger than any cache, one is enough. */
const setsFor = (row: Row): number => (elementsOf(row) > 2 ** 25 ? 1 : 2);

const short = (value: number): number => Number(value.toPrecision(3));

/** What a contestant's device did in the timed rounds. */
interface Use {
  readonly buffersPerStep: number;
  readonly bindGroupsPerStep: number;
}

/** Times everybody in turn, and counts what their devices did meanwhile. */
async function watchedRace(
  runners: readonly Ready[],
  expected: readonly Expected[],
  rounds: number,
): Promise<Map<Ready, Use>> {
  const before = runners.map(({ seen }) => ({ ...seen }) as Watched);
  await race(runners, expected, rounds);
  return new Map(
    runners.map((runner, i) => {
      const { seen, steps } = runner;
      const total = steps * rounds;
      const perStep = (key: "buffers" | "bindGroups") => (seen ? (seen[key] - before[i]![key]) / total : 0);
      const use = {
        buffersPerStep: short(perStep("buffers")),
        bindGroupsPerStep: short(perStep("bindGroups")),
      };
      return [runner, use] as const;
    }),
  );
}

/** Starts a contestant, with an eye on its device. */
async function enter<E extends Entry>(
  contestant: Contestant<E>,
  row: Row,
  sets: readonly HostInputs[],
  expected: readonly Expected[],
): Promise<Ready & { entry: E }> {
  const device = await contestant.start();
  return prepare(contestant, row, sets, expected, device && watch(device));
}

function reported({ entry, forms, firstMs, errors, steps, samples }: Ready) {
  return {
    form: entry.form,
    ...(Object.keys(forms).length > 1 ? { forms } : {}),
    firstMs: short(firstMs),
    ms: spread(samples),
    stepsPerSample: steps,
    lossError: short(errors.loss),
    gradientError: short(errors.gradient),
  };
}

async function bench(row: Row, { rounds }: Options) {
  const sets = Array.from({ length: setsFor(row) }, (_, set) => makeInputs(row, set));
  const expected = sets.map((set) => judge(row, set));
  const gradientBytes = gradientBytesOf(row);

  const own = await enter(ours, row, sets, expected);
  const seen = own.seen!;
  const { storageBuffers } = seen;
  if (storageBuffers > mostStorageBuffers) {
    throw new Error(
      `${nameOf(row)} binds ${storageBuffers} storage buffers, and ${mostStorageBuffers} are allowed`,
    );
  }
  const ready: Record<string, Ready> = {};
  const failed: Record<string, string> = {};
  for (const [key, peer] of Object.entries(peers)) {
    if (row.alone) {
      failed[key] = "the row shows how time grows";
      continue;
    }
    try {
      ready[key] = await enter(peer, row, sets, expected);
    } catch (error) {
      failed[key] = error instanceof Error ? error.message : String(error);
    }
  }

  const uses = await watchedRace([own, ...Object.values(ready)], expected, rounds);
  const use = uses.get(own)!;
  if (use.buffersPerStep > 0)
    throw new Error(`${nameOf(row)} makes ${use.buffersPerStep} buffers a step, not 0`);
  const beyondInputs = ({ contestant, peak }: Ready) => peak - sets.length * contestant.inputBytes(row);

  return {
    ...row,
    sets: sets.length,
    ours: {
      ...reported(own),
      extraBytes: beyondInputs(own) - gradientBytes,
      buffersPerStep: use.buffersPerStep,
      bindGroupsPerStep: use.bindGroupsPerStep,
      storageBuffers,
    },
    peers: Object.fromEntries(
      Object.keys(peers).map((key) => {
        const runner = ready[key];
        if (!runner) return [key, { failed: failed[key] }];
        return [
          key,
          {
            ...reported(runner),
            ratio: ratio(runner.samples, own.samples),
            ...(runner.seen
              ? { gradientsHeld: short(beyondInputs(runner) / gradientBytes), ...uses.get(runner) }
              : {}),
          },
        ];
      }),
    ),
    copy: await againstCopy(own.entry, row, rounds),
  };
}

window.bench = bench;
window.benchLoop = benchLoop;
window.benchTraining = benchTraining;
window.benchDevice = async () => {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) throw new Error("This browser has no WebGPU adapter.");
  const { vendor, architecture, device, description } = adapter.info;
  return { vendor, architecture, device, description, threads: navigator.hardwareConcurrency };
};
