/** Five pictures on their way, as their worker tells of them. */
import type { ExhibitName } from "../../model/pictures/exhibits.js";
import type { PicturesNews, PicturesOrder, Seen } from "../../picturesWorker.js";
import { type JobStatus, type Turn, useJob } from "../useJob.js";

export interface PicturesState {
  readonly status: JobStatus;
  readonly text: string;
  /** What is or was painted last. */
  readonly order: PicturesOrder | undefined;
  /** Each picture as it was seen last. */
  readonly seen: Readonly<Partial<Record<ExhibitName, Seen>>>;
  /** Its loss at every look. */
  readonly losses: Readonly<Partial<Record<ExhibitName, readonly number[]>>>;
}

const nothing: PicturesState = { status: "idle", text: "", order: undefined, seen: {}, losses: {} };

function after(state: PicturesState, news: PicturesNews | Turn<PicturesOrder>): PicturesState {
  switch (news.kind) {
    case "start": {
      const text = news.order.gpu ? "loading TensorFlow.js, making kernels" : "by the reference, on the CPU";
      return { ...nothing, status: "working", text, order: news.order };
    }
    case "stop":
      return { ...state, status: "stopped", text: `stopped after ${stepsOf(state)} steps` };
    case "seen": {
      const seen = { ...state.seen, [news.name]: news.seen };
      const losses = [...(state.losses[news.name] ?? []), news.seen.loss];
      const next = { ...state, seen, losses: { ...state.losses, [news.name]: losses } };
      return { ...next, text: `step ${stepsOf(next)} of ${state.order?.steps}` };
    }
    case "done":
      return {
        ...state,
        status: "done",
        text: `${stepsOf(state)} steps each, in ${news.seconds.toFixed(1)} s`,
      };
    case "failed":
      return { ...state, status: "failed", text: news.reason };
  }
}

/** The steps that all have taken. */
export function stepsOf({ seen }: PicturesState): number {
  const steps = Object.values(seen).map(({ step }) => step);
  return steps.length > 0 ? Math.min(...steps) : 0;
}

const open = () => new Worker(new URL("../../picturesWorker.ts", import.meta.url), { type: "module" });

export const usePictures = () => useJob<PicturesState, PicturesNews, PicturesOrder>(open, after, nothing);
