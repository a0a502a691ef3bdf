/** A visitor's file, read and measured off the page's thread. */
import { expose } from "comlink";
import { createEngine, type Engine, NoDeviceError } from "fusedloss";
import type { Tell } from "./jobs/job.js";
import { type Answer, measureByReference, measureFile, type Progress } from "./jobs/measureFile.js";
import type { Question } from "./model/ownData/question.js";

/** What it is told. */
export type DataNews =
  | { readonly kind: "device"; readonly name: string; readonly software: boolean }
  | { readonly kind: "noDevice"; readonly reason: string }
  | ({ readonly kind: "progress" } & Progress)
  | ({ readonly kind: "done"; readonly seconds: number } & Answer);

/** An engine, or nothing where there is no GPU, which is told. */
async function engineHere(tell: Tell<DataNews>): Promise<Engine | undefined> {
  try {
    const engine = await createEngine();
    const { vendor, architecture, description, software } = engine.info;
    const name = [vendor, architecture].filter(Boolean).join(" · ") || description || "this device";
    tell({ kind: "device", name, software });
    return engine;
  } catch (error) {
    if (!(error instanceof NoDeviceError)) throw error;
    tell({ kind: "noDevice", reason: error.message.replace(/^createEngine: /, "") });
    return undefined;
  }
}

async function work(question: Question, tell: Tell<DataNews>): Promise<void> {
  const engine = await engineHere(tell);
  try {
    const start = performance.now();
    const answer = engine
      ? await measureFile(engine, question, (progress) => tell({ kind: "progress", ...progress }))
      : await measureByReference(question);
    tell({ kind: "done", seconds: (performance.now() - start) / 1000, ...answer });
  } finally {
    engine?.destroy();
  }
}

expose(work);
