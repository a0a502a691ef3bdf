/** Ways to train: an optimiser alone, and a softmax regression with its loss and its gradients. */
import type { TrainingRow } from "../trainingRows.mjs";

export const learningRate = 1e-3;

/** Numbers on the host, the same for everybody. */
export interface TrainingData {
  /** Of the optimiser: parameters and their gradients, which stay the same. Of the regression: weights and bias, all 0. */
  readonly parameters: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
  readonly gradients: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
  /** Of the regression: its inputs and which class each row is of. */
  readonly inputs: Float32Array<ArrayBuffer>;
  readonly labels: Int32Array<ArrayBuffer>;
}

/** Everything on the device, nothing trained yet. */
export interface Trainer {
  /** So many steps, to the end of the last; the next run goes on from there. */
  run(steps: number): Promise<void>;
  /** The first parameters. */
  sample(count: number): Promise<Float32Array>;
  dispose(): void;
}

export interface TrainingContestant {
  readonly name: string;
  enter(row: TrainingRow, data: TrainingData): Promise<Trainer>;
}
