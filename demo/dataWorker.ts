/** A visitor's file, read and measured off the page's thread. */
import { createEngine, type Engine, NoDeviceError } from "fusedloss";
import { type Answer, measureByReference, measureFile, type Progress } from "./jobs/measureFile.js";
import type { Question } from "./model/ownData/question.js";

/** What the page asks for. */
export type DataOrder = { readonly kind: "start"; readonly question: Question } | { readonly kind: "stop" };

/** What it is told. */
export type DataNews =
  | { readonly kind: "device"; readonly name: string; readonly software: boolean }
  | { readonly kind: "noDevice"; readonly reason: string }
  | ({ readonly kind: "progress" } & Progress)
  | ({ readonly kind: "done"; readonly seconds: number } & Answer)
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly reason: string };

const tell = (news: DataNews) => postMessage(news);
const ending = new AbortController();

/** An engine, or nothing where there is no GPU, which is told. */
async function engineHere(): Promise<Engine | undefined> {
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

async function work(question: Question): Promise<void> {
  const engine = await engineHere();
  const { signal } = ending;
  try {
    const start = performance.now();
    const answer = engine
      ? await measureFile(engine, question, signal, (progress) => tell({ kind: "progress", ...progress }))
      : await measureByReference(question, signal);
    tell({ kind: "done", seconds: (performance.now() - start) / 1000, ...answer });
  } finally {
    engine?.destroy();
  }
}

addEventListener("message", ({ data }: MessageEvent<DataOrder>) => {
  if (data.kind === "stop") {
    ending.abort();
    return;
  }
  work(data.question).catch((error: unknown) => {
    if (ending.signal.aborted) tell({ kind: "stopped" });
    else tell({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  });
});
