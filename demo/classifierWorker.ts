/** The classifier, off the page's thread: trains some steps, judges what is held out, tells, and goes on. */

import { expose } from "comlink";
import { createEngine, type Engine } from "fusedloss";
import type { Tell } from "./jobs/job.js";
import { lossChoiceOf, lossOf } from "./model/classifier/lossChoices.js";
import { type ModelName, modelChoices } from "./model/classifier/modelChoices.js";
import { type PictureSet, pictureSetOf } from "./model/classifier/pictureSets.js";
import type { ClassifierSettings } from "./model/classifier/settings.js";
import { type Device, deviceOf } from "./model/device.js";
import { choosePictures } from "./training/classifier/choosePictures.js";
import type { Assignment, Classifier } from "./training/classifier/classifier.js";
import { classWeights } from "./training/classifier/classWeights.js";
import { judge, type Verdict } from "./training/classifier/judge.js";
import { regression } from "./training/classifier/regression.js";
import type { Pictures } from "./training/digits.js";
import { fetchDigits } from "./training/fetchDigits.js";

export interface ClassifierOrder {
  readonly settings: ClassifierSettings;
  /** Where the pictures are. */
  readonly digits: string;
  readonly steps: number;
}

/** What is seen of a model after some steps. */
export interface Look extends Verdict {
  /** Steps done. */
  readonly step: number;
  /** The loss before each step since the last look. */
  readonly losses: Float32Array;
  /** Milliseconds of each of these steps; none before the first. */
  readonly msPerStep?: number;
  /** [held, classes]: what the verdict is of. */
  readonly scores: Float32Array;
}

export type ClassifierNews =
  | { readonly kind: "device"; readonly device: Device }
  | { readonly kind: "pictures"; readonly shown: number; readonly labels: Int32Array }
  | { readonly kind: "look"; readonly look: Look }
  | { readonly kind: "done"; readonly seconds: number };

type Start = () => Promise<{
  readonly engine: Engine;
  readonly make: (engine: Engine, assignment: Assignment) => Promise<Classifier>;
}>;

const starts: Readonly<Record<ModelName, Start>> = {
  regression: async () => ({ engine: await createEngine(), make: regression }),
  // It brings TensorFlow.js, and runs on its device.
  network: async () => {
    const [{ startTensorFlow }, { network }] = await Promise.all([
      import("./network/tensorFlow.js"),
      import("./training/classifier/network.js"),
    ]);
    return { engine: await startTensorFlow(), make: network };
  },
};

function assignmentOf(
  { loss: name, parameter, strength }: ClassifierSettings,
  { shown, held }: { readonly shown: Pictures; readonly held: Pictures },
  { classes: { length: classes } }: PictureSet,
): Omit<Assignment, "steps"> {
  const choice = lossChoiceOf(name);
  const ofClasses = strength > 0 ? classWeights(shown.labels, classes, strength) : undefined;
  const ofPictures = choice.classWeights
    ? undefined
    : ofClasses && Float32Array.from(shown.labels, (label) => ofClasses[label] as number);
  const loss = lossOf(choice, parameter, ofClasses);
  return { shown: { ...shown, weights: ofPictures }, held, classes, loss, scores: choice.scores };
}

async function teach(
  engine: Engine,
  model: Classifier,
  assignment: Assignment,
  perLook: number,
  tell: Tell<ClassifierNews>,
) {
  const look = async (step: number, trained: Pick<Look, "losses" | "msPerStep">) => {
    const scores = await model.scores();
    const verdict = await judge(engine, scores, assignment);
    tell({ kind: "look", look: { step, ...trained, ...verdict, scores } });
  };
  await look(0, { losses: new Float32Array() });
  for (let done = 0; done < assignment.steps; ) {
    const steps = Math.min(perLook, assignment.steps - done);
    const start = performance.now();
    const losses = await model.train(steps);
    const msPerStep = (performance.now() - start) / steps;
    done += steps;
    await look(done, { losses, msPerStep });
  }
}

async function work({ settings, digits, steps }: ClassifierOrder, tell: Tell<ClassifierNews>): Promise<void> {
  const start = performance.now();
  const set = pictureSetOf(settings.pictures);
  const [{ engine, make }, all] = await Promise.all([starts[settings.model](), fetchDigits(digits)]);
  tell({ kind: "device", device: deviceOf(engine) });
  const pictures = choosePictures(all, set);
  tell({ kind: "pictures", shown: pictures.shown.labels.length, labels: pictures.held.labels });
  const assignment = { ...assignmentOf(settings, pictures, set), steps };
  const model = await make(engine, assignment);
  await teach(engine, model, assignment, modelChoices[settings.model].perLook, tell);
  model.destroy();
  engine.destroy();
  tell({ kind: "done", seconds: (performance.now() - start) / 1000 });
}

expose(work);
