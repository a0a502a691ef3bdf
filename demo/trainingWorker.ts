/** The lessons, off the page's thread: each brings an engine of its own, trains, and tells after every submit. */
import { createEngine, type Engine } from "fusedloss";
import type { Draft } from "./model/ownLoss/draft.js";
import type { Task } from "./model/ownLoss/presets.js";
import { alongLine, twoClouds } from "./training/data.js";
import { splitDigits } from "./training/digits.js";
import { fetchDigits } from "./training/fetchDigits.js";
import { huberRegression } from "./training/huberRegression.js";
import { linearRegression } from "./training/linearRegression.js";
import { logisticRegression } from "./training/logisticRegression.js";
import { ownRegression } from "./training/ownRegression.js";
import { accuracyOf, softmaxRegression } from "./training/softmaxRegression.js";
import { svm } from "./training/svm.js";
import type { Course, Seen } from "./training/train.js";

export type LessonName = "line" | "clouds" | "digits" | "own";

/** What some lessons need to know. */
export interface Lecture {
  /** Where the pictures are. */
  readonly digits?: string;
  /** The loss that is compared with the usual one. */
  readonly own?: Draft & { readonly task: Task };
}

/** What the page asks for. */
export type Order =
  | ({ readonly kind: "start"; readonly lesson: LessonName } & Lecture)
  | { readonly kind: "stop" };

/** What it is told. */
export type TrainingNews =
  | { readonly kind: "device"; readonly name: string; readonly software: boolean }
  | { readonly kind: "step"; readonly name: string; readonly seen: Seen; readonly steps: number }
  | { readonly kind: "accuracy"; readonly accuracy: number }
  | { readonly kind: "done"; readonly seconds: number; readonly stopped: boolean }
  | { readonly kind: "failed"; readonly reason: string };

const tell = (news: TrainingNews) => postMessage(news);
const ending = new AbortController();

/** A course whose steps are told under a name. */
function course(name: string, steps: number, perSubmit: number, also?: (seen: Seen) => void): Course {
  const watch = (seen: Seen) => {
    tell({ kind: "step", name, seen, steps });
    also?.(seen);
  };
  return { steps, perSubmit, watch, signal: ending.signal };
}

const lessons: Readonly<Record<LessonName, (engine: Engine, lecture: Lecture) => Promise<unknown>>> = {
  line(engine) {
    const points = alongLine(200, 10);
    return Promise.all([
      linearRegression(engine, points, course("mse", 400, 8)),
      huberRegression(engine, points, course("huber", 400, 8)),
    ]);
  },
  clouds(engine) {
    const clouds = twoClouds(200);
    return Promise.all([
      logisticRegression(engine, clouds, course("logistic", 300, 6)),
      svm(engine, clouds, course("svm", 300, 6)),
    ]);
  },
  async digits(engine, { digits = "" }) {
    const pictures = splitDigits(await fetchDigits(digits));
    const judge = ({ parameters: { weightMatrix = new Float32Array(), bias = new Float32Array() } }: Seen) =>
      tell({ kind: "accuracy", accuracy: accuracyOf(pictures.held, weightMatrix, bias) });
    return softmaxRegression(engine, pictures, course("softmax", 155, 5, judge));
  },
  async own(engine, { own }) {
    if (!own) throw new Error("There is no loss to train with.");
    await ownRegression(engine, own, (name) => course(name, 240, 12));
  },
};

async function teach(lesson: LessonName, lecture: Lecture): Promise<void> {
  const engine = await createEngine();
  const { vendor, architecture, description, software } = engine.info;
  const name = [vendor, architecture].filter(Boolean).join(" · ") || description || "this device";
  tell({ kind: "device", name, software });
  try {
    const start = performance.now();
    await lessons[lesson](engine, lecture);
    tell({ kind: "done", seconds: (performance.now() - start) / 1000, stopped: ending.signal.aborted });
  } finally {
    engine.destroy();
  }
}

addEventListener("message", ({ data }: MessageEvent<Order>) => {
  if (data.kind === "stop") {
    ending.abort();
    return;
  }
  teach(data.lesson, data).catch((error: unknown) => {
    tell({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  });
});
