/** The lessons, off the page's thread: each brings an engine of its own, trains, and tells after every submit. */
import { expose } from "comlink";
import { createEngine, type Engine } from "fusedloss";
import type { Tell } from "./jobs/job.js";
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
export interface TrainingOrder extends Lecture {
  readonly lesson: LessonName;
}

/** What it is told. */
export type TrainingNews =
  | { readonly kind: "device"; readonly name: string; readonly software: boolean }
  | { readonly kind: "step"; readonly name: string; readonly seen: Seen; readonly steps: number }
  | { readonly kind: "accuracy"; readonly accuracy: number }
  | { readonly kind: "done"; readonly seconds: number };

/** A course whose steps are told under a name. */
type MakeCourse = (name: string, steps: number, perSubmit: number, also?: (seen: Seen) => void) => Course;

function coursesFor(tell: Tell<TrainingNews>): MakeCourse {
  return (name, steps, perSubmit, also) => {
    const watch = (seen: Seen) => {
      tell({ kind: "step", name, seen, steps });
      also?.(seen);
    };
    return { steps, perSubmit, watch };
  };
}

/** What a lesson is given. */
interface Class {
  readonly engine: Engine;
  readonly lecture: Lecture;
  readonly course: MakeCourse;
  readonly tell: Tell<TrainingNews>;
}

const lessons: Readonly<Record<LessonName, (given: Class) => Promise<unknown>>> = {
  line({ engine, course }) {
    const points = alongLine(200, 10);
    return Promise.all([
      linearRegression(engine, points, course("mse", 400, 8)),
      huberRegression(engine, points, course("huber", 400, 8)),
    ]);
  },
  clouds({ engine, course }) {
    const clouds = twoClouds(200);
    return Promise.all([
      logisticRegression(engine, clouds, course("logistic", 300, 6)),
      svm(engine, clouds, course("svm", 300, 6)),
    ]);
  },
  async digits({ engine, lecture: { digits = "" }, course, tell }) {
    const pictures = splitDigits(await fetchDigits(digits));
    const judge = ({ parameters: { weightMatrix = new Float32Array(), bias = new Float32Array() } }: Seen) =>
      tell({ kind: "accuracy", accuracy: accuracyOf(pictures.held, weightMatrix, bias) });
    return softmaxRegression(engine, pictures, course("softmax", 155, 5, judge));
  },
  async own({ engine, lecture: { own }, course }) {
    if (!own) throw new Error("There is no loss to train with.");
    await ownRegression(engine, own, (name) => course(name, 240, 12));
  },
};

async function teach({ lesson, ...lecture }: TrainingOrder, tell: Tell<TrainingNews>): Promise<void> {
  const engine = await createEngine();
  const { vendor, architecture, description, software } = engine.info;
  const name = [vendor, architecture].filter(Boolean).join(" · ") || description || "this device";
  tell({ kind: "device", name, software });
  try {
    const start = performance.now();
    await lessons[lesson]({ engine, lecture, course: coursesFor(tell), tell });
    tell({ kind: "done", seconds: (performance.now() - start) / 1000 });
  } finally {
    engine.destroy();
  }
}

expose(teach);
