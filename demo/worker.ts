/** The flights, off the page's thread: it reads, fits and compares for half a minute, with an engine of its own. */

import { expose } from "comlink";
import { createEngine } from "fusedloss";
import { type Comparison, compareLosses } from "./jobs/compare.js";
import { type Fitted, fitDelays, judge } from "./jobs/fit.js";
import { exactly, readFlights } from "./jobs/flights.js";
import type { Tell } from "./jobs/job.js";
import { type Epoch, fitLate, type LateModel } from "./jobs/late.js";

export type Exact = ReturnType<typeof exactly>;
export type Late = Omit<LateModel, "logit">;

/** What it tells while it works. */
export type News =
  | { readonly kind: "download"; readonly bytes: number; readonly total: number }
  | { readonly kind: "read"; readonly done: number; readonly total: number }
  | { readonly kind: "exact"; readonly exact: Exact; readonly histogram: Histogram; readonly flights: number }
  | { readonly kind: "step"; readonly step: number; readonly values: Readonly<Record<string, number>> }
  | {
      readonly kind: "fitted";
      readonly fitted: readonly Fitted[];
      readonly landed: boolean;
      readonly seconds: number;
    }
  | { readonly kind: "epoch"; readonly epoch: Epoch }
  | { readonly kind: "late"; readonly late: Late }
  | { readonly kind: "comparison"; readonly comparison: Comparison }
  | { readonly kind: "done"; readonly seconds: number };

/** Flights by whole minutes of delay, from `first` on. */
export interface Histogram {
  readonly first: number;
  readonly counts: Float64Array;
}

async function download(url: string, tell: Tell<News>): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok || !response.body)
    throw new Error(`The flights did not come: ${response.status} from ${url}.`);
  const total = Number(response.headers.get("content-length") ?? 0);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    bytes += value.length;
    tell({ kind: "download", bytes, total });
  }
  return new Blob(pieces).arrayBuffer();
}

function histogramOf(delays: Float32Array, first: number, last: number): Histogram {
  const counts = new Float64Array(last - first + 1);
  for (const delay of delays) {
    const bin = Math.round(delay) - first;
    if (bin >= 0 && bin < counts.length) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { first, counts };
}

async function work(url: string, tell: Tell<News>): Promise<void> {
  const start = performance.now();
  const since = (then: number) => (performance.now() - then) / 1000;
  const engine = await createEngine();
  try {
    const flights = await readFlights(await download(url, tell), (done, total) =>
      tell({ kind: "read", done, total }),
    );
    const exact = exactly(flights.delay);
    tell({
      kind: "exact",
      exact,
      histogram: histogramOf(flights.delay, -60, 120),
      flights: flights.delay.length,
    });

    const beforeFit = performance.now();
    const fitted = await fitDelays(engine, flights.delay, (step, values) =>
      tell({ kind: "step", step, values }),
    );
    tell({ kind: "fitted", fitted, landed: judge(fitted, exact).landed, seconds: since(beforeFit) });

    const { logit, ...late } = await fitLate(engine, flights, (epoch) => tell({ kind: "epoch", epoch }));
    tell({ kind: "late", late });

    await compareLosses(engine, flights, logit, (comparison) => tell({ kind: "comparison", comparison }));
    tell({ kind: "done", seconds: since(start) });
  } finally {
    engine.destroy();
  }
}

expose(work);
