/** The measuring of a file, as its worker tells it. */
import { useCallback, useEffect, useReducer, useRef } from "preact/hooks";
import type { DataNews, DataOrder } from "../../dataWorker.js";
import type { Answer } from "../../jobs/measureFile.js";
import type { Question } from "../../model/ownData/question.js";
import { count } from "../numbers.js";

export interface MeasuringState {
  readonly status: "idle" | "working" | "stopping" | "done" | "stopped" | "failed";
  readonly text: string;
  /** 0 … 1 where it is known. */
  readonly share: number | undefined;
  readonly answer: Answer | undefined;
  /** What the answer is to. */
  readonly question: Question | undefined;
  /** Why there is no GPU. */
  readonly missing: string | undefined;
}

const nothing: MeasuringState = {
  status: "idle",
  text: "",
  share: undefined,
  answer: undefined,
  question: undefined,
  missing: undefined,
};

type Action =
  | DataNews
  | { readonly kind: "start"; readonly question: Question }
  | { readonly kind: "stop" | "forget" };

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

function after(state: MeasuringState, news: Action): MeasuringState {
  switch (news.kind) {
    case "forget":
      return { ...nothing, missing: state.missing };
    case "start":
      return { ...nothing, status: "working", text: "asking for a GPU", question: news.question };
    case "stop":
      return { ...state, status: "stopping", text: "stopping" };
    case "device":
      return { ...state, text: `reading for ${news.name}${news.software ? ", in software" : ""}` };
    case "noDevice":
      return { ...state, missing: news.reason, text: "reading for the reference" };
    case "progress":
      return {
        ...state,
        text: `${megabytes(news.read)} of ${megabytes(news.size)} MB read, ${count(news.rows)} rows measured`,
        share: news.read / news.size,
      };
    case "done": {
      const text = `${count(news.rows)} rows in ${news.seconds.toFixed(2)} s`;
      return { ...state, status: "done", text, share: 1, answer: news };
    }
    case "stopped":
      return { ...state, status: "stopped", text: "stopped; nothing of it was kept", share: undefined };
    case "failed":
      return { ...state, status: "failed", text: news.reason, share: undefined };
  }
}

export function useMeasuring() {
  const [state, tell] = useReducer(after, nothing);
  const worker = useRef<Worker>(undefined);
  const end = useCallback(() => worker.current?.terminate(), []);
  const start = useCallback(
    (question: Question) => {
      end();
      const started = new Worker(new URL("../../dataWorker.ts", import.meta.url), { type: "module" });
      started.onmessage = ({ data }: MessageEvent<DataNews>) => {
        tell(data);
        if (["done", "stopped", "failed"].includes(data.kind)) started.terminate();
      };
      started.onerror = ({ message }) =>
        tell({ kind: "failed", reason: message || "The worker that measures did not start." });
      started.postMessage({ kind: "start", question } satisfies DataOrder);
      worker.current = started;
      tell({ kind: "start", question });
    },
    [end],
  );
  const stop = useCallback(() => {
    worker.current?.postMessage({ kind: "stop" } satisfies DataOrder);
    tell({ kind: "stop" });
  }, []);
  /** Ends what is under way, and with it what was found: it is of another file. */
  const forget = useCallback(() => {
    end();
    tell({ kind: "forget" });
  }, [end]);
  useEffect(() => end, [end]);
  return { state, start, stop, forget };
}
