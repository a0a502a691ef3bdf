/** The listener, as its worker tells of it. */
import { nameOfDevice } from "../../model/device.js";
import type { Teacher } from "../../model/sequences/alignment.js";
import type { SequencesNews, SequencesOrder } from "../../sequencesWorker.js";
import type { Look } from "../../training/listener/listen.js";
import { pace } from "../pace.js";
import { type JobStatus, type Turn, useJob } from "../useJob.js";

export interface SequencesState {
  readonly status: JobStatus;
  readonly text: string;
  readonly order: SequencesOrder | undefined;
  readonly looks: readonly Look[];
  /** Of the last training by each loss. */
  readonly errorRates: Readonly<Partial<Record<Teacher, number>>>;
}

const nothing: SequencesState = { status: "idle", text: "", order: undefined, looks: [], errorRates: {} };

/** How far it is, and how fast. */
function progressOf({ step, secondsPerStep }: Look, steps: number): string {
  const speed = secondsPerStep ? `: ${pace(1000 * secondsPerStep, "step")}` : "";
  return `step ${step} of ${steps}${speed}`;
}

function after(state: SequencesState, news: SequencesNews | Turn<SequencesOrder>): SequencesState {
  switch (news.kind) {
    case "start":
      return {
        ...nothing,
        status: "working",
        text: "loading TensorFlow.js",
        order: news.order,
        errorRates: state.errorRates,
      };
    case "stop":
      return { ...state, status: "stopped", text: `stopped after step ${state.looks.at(-1)?.step ?? 0}` };
    case "device":
      return { ...state, text: `making kernels for ${nameOfDevice(news.device)}` };
    case "look": {
      const { teacher = "ctc", steps = 0 } = state.order ?? {};
      return {
        ...state,
        text: progressOf(news.look, steps),
        looks: [...state.looks, news.look],
        errorRates: { ...state.errorRates, [teacher]: news.look.errorRate },
      };
    }
    case "done":
      return { ...state, status: "done", text: `${state.text}; done in ${news.seconds.toFixed(1)} s` };
    case "failed":
      return { ...state, status: "failed", text: news.reason };
  }
}

const open = () => new Worker(new URL("../../sequencesWorker.ts", import.meta.url), { type: "module" });

export const useSequences = () => useJob<SequencesState, SequencesNews, SequencesOrder>(open, after, nothing);
