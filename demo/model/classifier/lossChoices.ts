/** The losses that a classifier may be trained by, as one chooses them. */
import {
  crammerSinger,
  type Loss,
  type LossInfo,
  multiclassHinge,
  softmaxCrossEntropy,
  softmaxFocal,
} from "fusedloss";
import { type Slider, slider } from "../controls.js";

/** Losses of scores and labels: each is made of numbers, and of one for each class. */
interface Factory {
  (params: Readonly<Record<string, number | readonly number[]>>): Loss;
  readonly info: LossInfo;
}

export interface LossChoice {
  readonly name: string;
  readonly title: string;
  /** What it does, in a sentence. */
  readonly says: string;
  readonly factory: Factory;
  /** What it calls the scores. */
  readonly scores: "logits" | "scores";
  readonly parameter?: { readonly name: string; readonly control: Slider };
  /** What it calls a weight for each class. One that has none is told the weight of each picture. */
  readonly classWeights?: "classWeights" | "alpha";
}

export const lossChoices: readonly [LossChoice, ...LossChoice[]] = [
  {
    name: "crossEntropy",
    title: "Cross entropy",
    says: "The surprise at the truth: a mistake costs the more the surer it was, and no answer is sure enough.",
    factory: softmaxCrossEntropy,
    scores: "logits",
    classWeights: "classWeights",
  },
  {
    name: "labelSmoothing",
    title: "Label smoothing",
    says: "Cross entropy against an answer that is never quite certain: being too sure costs as well.",
    factory: softmaxCrossEntropy,
    scores: "logits",
    parameter: { name: "labelSmoothing", control: slider(0, 0.5, 0.1) },
    classWeights: "classWeights",
  },
  {
    name: "focal",
    title: "Focal",
    says: "Cross entropy in which what is already well known hardly counts: the hard pictures have the floor.",
    factory: softmaxFocal,
    scores: "logits",
    parameter: { name: "gamma", control: slider(0, 5, 2) },
    classWeights: "alpha",
  },
  {
    name: "hinge",
    title: "Hinge",
    says: "Every wrong digit that comes within the margin of the right one costs; beyond it a picture costs nothing.",
    factory: multiclassHinge,
    scores: "scores",
    parameter: { name: "margin", control: slider(0.1, 3, 1) },
  },
  {
    name: "crammerSinger",
    title: "Crammer–Singer",
    says: "A hinge that looks at the strongest wrong digit alone.",
    factory: crammerSinger,
    scores: "scores",
    parameter: { name: "margin", control: slider(0.1, 3, 1) },
  },
];

export function lossChoiceOf(name: string): LossChoice {
  return lossChoices.find((one) => one.name === name) ?? lossChoices[0];
}

/** The loss, where `parameter` is its own and `classWeights` are given where classes are to count unlike. */
export function lossOf(
  { factory, parameter, classWeights: called }: LossChoice,
  value: number,
  classWeights?: readonly number[],
): Loss {
  return factory({
    ...(parameter && { [parameter.name]: value }),
    ...(called && classWeights && { [called]: classWeights }),
  });
}
