/** The measuring of a file, as its worker tells it. */
import type { DataNews } from "../../dataWorker.js";
import type { Answer } from "../../jobs/measureFile.js";
import type { Question } from "../../model/ownData/question.js";
import { count } from "../numbers.js";
import { type JobStatus, type Turn, useJob } from "../useJob.js";

export interface MeasuringState {
  readonly status: JobStatus;
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

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

function after(state: MeasuringState, news: DataNews | Turn<Question>): MeasuringState {
  switch (news.kind) {
    case "start":
      return { ...nothing, status: "working", text: "asking for a GPU", question: news.order };
    case "stop":
      return { ...state, status: "stopped", text: "stopped; nothing of it was kept", share: undefined };
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
    case "failed":
      return { ...state, status: "failed", text: news.reason, share: undefined };
  }
}

const open = () => new Worker(new URL("../../dataWorker.ts", import.meta.url), { type: "module" });

/** What was found is of its own file: of another nothing is known. */
export function useMeasuring(file: File | undefined) {
  const { state, start, stop } = useJob<MeasuringState, DataNews, Question>(open, after, nothing);
  const isOfFile = state.question?.file === file;
  return { state: isOfFile ? state : { ...nothing, missing: state.missing }, start, stop };
}
