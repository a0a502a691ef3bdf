/** Runs of this page, as they came out: in Chrome, WebGPU in software. On a GPU the last digit may differ. */
import type { ClassifierSettings } from "./settings.js";

export interface RecordedRun {
  readonly settings: ClassifierSettings;
  readonly accuracy: number;
  readonly f1: number;
  readonly auc: number;
}

type Row = readonly [
  loss: string,
  parameter: number,
  strength: number,
  accuracy: number,
  f1: number,
  auc: number,
];

const runs = (pictures: string, model: ClassifierSettings["model"], rows: readonly Row[]): RecordedRun[] =>
  rows.map(([loss, parameter, strength, accuracy, f1, auc]) => ({
    settings: { pictures, model, loss, parameter, strength },
    ...{ accuracy, f1, auc },
  }));

export const recorded: readonly (readonly RecordedRun[])[] = [
  runs("eights", "network", [
    ["crossEntropy", 0, 0, 0.97849, 0.49456, 0.94856],
    ["labelSmoothing", 0.1, 0, 0.97849, 0.49456, 0.95896],
    ["focal", 2, 0, 0.98783, 0.80513, 0.97345],
    ["crossEntropy", 0, 0.5, 0.98196, 0.81878, 0.9692],
  ]),
  runs("eights", "regression", [
    ["crossEntropy", 0, 0, 0.97914, 0.52414, 0.83319],
    ["focal", 2, 0, 0.9811, 0.6952, 0.9208],
    ["crossEntropy", 0, 0.5, 0.96871, 0.72723, 0.94661],
    ["crossEntropy", 0, 1, 0.89287, 0.60591, 0.95862],
  ]),
  runs("tail", "regression", [
    ["crossEntropy", 0, 0, 0.93531, 0.7167, 0.9917],
    ["focal", 2, 0, 0.94357, 0.76869, 0.98996],
    ["crammerSinger", 1, 0, 0.94494, 0.78413, 0.98676],
    ["crossEntropy", 0, 0.5, 0.94632, 0.80211, 0.9916],
  ]),
  runs("even", "regression", [
    ["crossEntropy", 0, 0, 0.8895, 0.88796, 0.98865],
    ["focal", 2, 0, 0.894, 0.89279, 0.98879],
    ["hinge", 1, 0, 0.895, 0.89372, 0.98776],
  ]),
];
