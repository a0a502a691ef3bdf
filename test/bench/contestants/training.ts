/** Ways to train: an optimiser alone, a softmax regression, and logits that go down their own cross entropy. */
import type { TrainingRow } from "../trainingRows.mjs";

/** Of Adam, and of the plain steps of the descent: its gradients are those of a mean over many rows. */
export const learningRates: Readonly<Record<TrainingRow["training"], number>> = {
  adam: 1e-3,
  softmaxRegression: 1e-3,
  softmaxDescent: 4,
};

/** Numbers on the host, the same for everybody. */
export interface TrainingData {
  /** Of the optimiser: parameters and their gradients, which stay the same. */
  readonly parameters: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
  readonly gradients: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
  /** Of the regression: its inputs. */
  readonly inputs: Float32Array<ArrayBuffer>;
  /** Which class each row is of. */
  readonly labels: Int32Array<ArrayBuffer>;
}

/** The shapes of what is trained, by name. */
export function parameterShapes({ training, shape }: TrainingRow): Record<string, number[]> {
  if (training === "adam") return { weights: shape };
  if (training === "softmaxDescent") return { logits: shape };
  const [, features = 0, classes = 0] = shape;
  return { weightMatrix: [features, classes], bias: [classes] };
}

/** Everything on the device, nothing trained yet. */
export interface Trainer {
  /** So many steps, to the end of the last; the next run goes on from there. Answers the last step's loss, if it has one. */
  run(steps: number): Promise<number | undefined>;
  /** The first parameters. */
  sample(count: number): Promise<Float32Array>;
  dispose(): void;
}

export interface TrainingContestant {
  readonly name: string;
  enter(row: TrainingRow, data: TrainingData): Promise<Trainer>;
}
