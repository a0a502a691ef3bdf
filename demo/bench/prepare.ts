/** Who may be timed: only what gives right results. */
import type { Contestant, Entry, HostInputs } from "./contestants/contestant.js";
import { verdict } from "./judge.js";
import type { Row } from "./rows.js";
import { stepsFor } from "./stepsFor.js";
import { type Expected, timeRun } from "./timeRun.js";

/** One sample lasts at least this long, or it would measure the clock. */
const shortestSample = 20;

/** What is counted of a device, where somebody counts. */
export interface Watched {
  /** Held now, and at most. */
  bytes: number;
  peak: number;
  /** Made until now. */
  buffers: number;
  bindGroups: number;
  /** The most that were bound at once. */
  storageBuffers: number;
}

/** A contestant that gave right results, ready to be timed. */
export interface Ready {
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

/** Judges every way a started contestant has, and keeps the fastest that is right. */
export async function prepare<E extends Entry>(
  contestant: Contestant<E>,
  row: Row,
  sets: readonly HostInputs[],
  expected: readonly Expected[],
  seen?: Watched,
): Promise<Ready & { entry: E }> {
  let best: (Pick<Ready, "firstMs" | "errors" | "peak"> & { entry: E; ms: number }) | undefined;
  const forms: Record<string, number | string> = {};
  for (const make of contestant.enter(row, sets)) {
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
  const steps = stepsFor(shortestSample, best.ms);
  return { ...best, contestant, forms, seen, steps, samples: [] };
}
