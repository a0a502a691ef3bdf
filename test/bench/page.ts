/** The tab in which everybody runs. `scripts/bench.mjs` opens it anew for every row and calls `bench`. */

import { againstCopy } from "../../demo/bench/againstCopy.js";
import type { Contestant, Entry, HostInputs } from "../../demo/bench/contestants/contestant.js";
import { makeOurs } from "../../demo/bench/contestants/ours.js";
import { plain } from "../../demo/bench/contestants/plain.js";
import { tensorflow } from "../../demo/bench/contestants/tensorflow.js";
import { makeInputs } from "../../demo/bench/data.js";
import { judge, verdict } from "../../demo/bench/judge.js";
import { elementsOf, nameOf, type Row } from "../../demo/bench/rows.js";
import { ratio, spread } from "../../demo/bench/statistics.js";
import { timeRun } from "../../demo/bench/timeRun.js";
import { jax } from "./contestants/jax.js";
import { benchTraining } from "./training.js";
import { watch } from "./watch.mjs";

interface Options {
  readonly rounds: number;
}

declare global {
  interface Window {
    bench(row: Row, options: Options): Promise<unknown>;
    benchTraining: typeof benchTraining;
    benchDevice(): Promise<unknown>;
  }
}

/** One sample lasts at least this long, or it would measure the clock. */
const shortestSample = 20;

/** The most that a dispatch may bind: the default limit, and the device of TensorFlow.js. */
const mostStorageBuffers = 8;

const ours = makeOurs();
/** By the names that targets and results go by. */
const peers: Record<string, Contestant> = { tensorflow, jax, plain };

/** Input sets take turns; when one alone is far larger than any cache, one is enough. */
const setsFor = (row: Row): number => (elementsOf(row) > 2 ** 25 ? 1 : 2);

type Expected = ReturnType<typeof judge>;
type Watched = ReturnType<typeof watch>;

/** A contestant that gave right results, ready to be timed. */
interface Ready {
  readonly contestant: Contestant;
  readonly entry: Entry;
  /** What each way took in a first try, or why it was not taken. */
  readonly forms: Readonly<Record<string, number | string>>;
  readonly firstMs: number;
  readonly errors: { readonly loss: number; readonly gradient: number };
  readonly seen: Watched | undefined;
  /** The most bytes that its device held during a step. */
  readonly peak: number;
  /** Steps in one sample. */
  readonly steps: number;
  readonly samples: number[];
}

const since = (start: number): number => performance.now() - start;
const short = (value: number): number => Number(value.toPrecision(3));

/** The most bytes held in a step of each set, once everything is uploaded and before anything is checked. */
async function peakOf(entry: Entry, seen: Watched | undefined, sets: number): Promise<number> {
  if (!seen) return 0;
  for (let set = 0; set < sets; set++) await entry.run(set);
  seen.peak = seen.bytes;
  for (let set = 0; set < sets; set++) await entry.run(set);
  return seen.peak;
}

/** Starts a contestant, judges every way it has, and keeps the fastest that is right. */
async function prepare<E extends Entry>(
  contestant: Contestant<E>,
  row: Row,
  sets: readonly HostInputs[],
  expected: readonly Expected[],
): Promise<Ready & { entry: E }> {
  const device = await contestant.start();
  const seen = device && watch(device);
  let best: (Pick<Ready, "firstMs" | "errors" | "peak"> & { entry: E; ms: number }) | undefined;
  const forms: Record<string, number | string> = {};
  const enter = contestant.enter(row, sets);
  for (const make of enter) {
    const entry = await make();
    try {
      const start = performance.now();
      await entry.run(0);
      const firstMs = since(start);
      const peak = await peakOf(entry, seen, sets.length);
      const errors = { loss: 0, gradient: 0 };
      for (const [set, wanted] of expected.entries()) {
        const found = verdict(await entry.check(set), wanted);
        if (found.wrong) throw new Error(found.wrong);
        errors.loss = Math.max(errors.loss, found.errors.loss);
        errors.gradient = Math.max(errors.gradient, found.errors.gradient);
      }
      await timeRun(entry, 0, 1, expected);
      const ms = Math.min(await timeRun(entry, 1, 1, expected), await timeRun(entry, 0, 1, expected));
      forms[entry.form] = short(ms);
      if (best && best.ms <= ms) {
        entry.dispose();
      } else {
        best?.entry.dispose();
        best = { entry, ms, firstMs, errors, peak };
      }
    } catch (error) {
      forms[entry.form] = error instanceof Error ? error.message : String(error);
      entry.dispose();
    }
  }
  if (!best) throw new Error(Object.values(forms).join("; "));
  const steps = Math.max(1, Math.ceil(shortestSample / best.ms));
  return { ...best, contestant, forms, seen, steps, samples: [] };
}

/** What a contestant's device did in the timed rounds. */
interface Use {
  readonly buffersPerStep: number;
  readonly bindGroupsPerStep: number;
}

/** Times everybody in turn, round after round. */
async function race(
  runners: readonly Ready[],
  expected: readonly Expected[],
  rounds: number,
): Promise<Map<Ready, Use>> {
  const before = runners.map(({ seen }) => ({ ...seen }) as Watched);
  for (let round = 0; round < rounds; round++) {
    for (const runner of runners) {
      runner.samples.push(await timeRun(runner.entry, round, runner.steps, expected));
    }
  }
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
  const gradientBytes = 4 * elementsOf(row);

  const own = await prepare(ours, row, sets, expected);
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
    try {
      ready[key] = await prepare(peer, row, sets, expected);
    } catch (error) {
      failed[key] = error instanceof Error ? error.message : String(error);
    }
  }

  const uses = await race([own, ...Object.values(ready)], expected, rounds);
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
window.benchTraining = benchTraining;
window.benchDevice = async () => {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) throw new Error("This browser has no WebGPU adapter.");
  const { vendor, architecture, device, description } = adapter.info;
  return { vendor, architecture, device, description, threads: navigator.hardwareConcurrency };
};
