/** The benchmark, off the page's thread, with an engine of its own; TensorFlow.js comes when it is asked for. */

import { expose } from "comlink";
import { createEngine, type Engine } from "fusedloss";
import { compareRow, type RowResult } from "./bench/compareRow.js";
import type { Contestant } from "./bench/contestants/contestant.js";
import { makeOurs } from "./bench/contestants/ours.js";
import { plain } from "./bench/contestants/plain.js";
import { nameOf } from "./bench/rows.js";
import type { Tell } from "./jobs/job.js";
import { rowsOf, type Size } from "./model/benchmarkRows.js";
import { type Device, deviceOf } from "./model/device.js";

export interface BenchmarkOrder {
  readonly size: Size;
  /** Without one the plain loop is timed alone. */
  readonly gpu: boolean;
  readonly tensorflow: boolean;
}

export type BenchmarkNews =
  | { readonly kind: "device"; readonly device: Device }
  | { readonly kind: "stage"; readonly text: string }
  | { readonly kind: "row"; readonly row: RowResult }
  | { readonly kind: "done"; readonly seconds: number };

const rounds = 7;

async function peersOf(
  engine: Engine | undefined,
  wanted: boolean,
  tell: Tell<BenchmarkNews>,
): Promise<Contestant[]> {
  if (!wanted || !engine) return [plain];
  tell({ kind: "stage", text: "loading TensorFlow.js" });
  const { tensorflow } = await import("./bench/contestants/tensorflow.js");
  await tensorflow.start();
  return [plain, tensorflow];
}

async function measure({ size, gpu, tensorflow }: BenchmarkOrder, tell: Tell<BenchmarkNews>): Promise<void> {
  const start = performance.now();
  const engine = gpu ? await createEngine() : undefined;
  try {
    if (engine) tell({ kind: "device", device: deviceOf(engine) });
    const ours = engine && makeOurs(() => Promise.resolve(engine));
    await ours?.start();
    const peers = await peersOf(engine, tensorflow, tell);
    for (const row of rowsOf(size)) {
      const onStage = (stage: string) => tell({ kind: "stage", text: `${nameOf(row)}: ${stage}` });
      tell({ kind: "row", row: await compareRow(row, { ours, peers, rounds, onStage }) });
    }
    tell({ kind: "done", seconds: (performance.now() - start) / 1000 });
  } finally {
    engine?.destroy();
  }
}

expose(measure);
