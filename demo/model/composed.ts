/** An example of each loss that is made of something: its text, and what the text makes. */
import {
  customLoss,
  huber,
  type Loss,
  l2,
  linear,
  mae,
  mse,
  type NestedNumbers,
  perceptual,
  uncertaintyWeighted,
  weightedSum,
} from "fusedloss";

export interface Composed {
  /** What it needs beside `createEngine`. */
  readonly imports: readonly string[];
  readonly call: string;
  readonly loss: Loss;
  readonly inputs: Readonly<Record<string, NestedNumbers>>;
}

const wgsl = `
  let cost = select(1.0, missed, targets > 0.5);
  return cost * (softplus(logits) - targets * logits);
`;

export const composed: Readonly<Record<string, Composed>> = {
  customLoss: {
    imports: ["customLoss"],
    call: `customLoss({
    name: "missedRefund",
    inputs: ["logits", "targets"],
    params: { missed: 10 },
    wgsl: \`${wgsl.replaceAll("\n", "\n    ")}\`,
  })`,
    loss: customLoss({ name: "missedRefund", inputs: ["logits", "targets"], params: { missed: 10 }, wgsl }),
    inputs: { logits: [2.2, -1.4, 0.4, -0.8], targets: [1, 0, 1, 1] },
  },
  linear: {
    imports: ["linear", "mse"],
    call: "linear(mse())",
    loss: linear(mse()),
    inputs: {
      inputs: [
        [1, 2],
        [0, 1],
        [2, -1],
      ],
      weightMatrix: [[0.5], [-0.25]],
      bias: [0.1],
      targets: [0.2, -0.1, 1],
    },
  },
  perceptual: {
    imports: ["perceptual"],
    call: "perceptual({ layers: { relu1_2: 1 } })",
    loss: perceptual({ layers: { relu1_2: 1 } }),
    inputs: {
      "predictions.relu1_2": [
        [
          [
            [0, 1],
            [2, 3],
          ],
        ],
      ],
      "targets.relu1_2": [
        [
          [
            [0, 1.5],
            [2, 2],
          ],
        ],
      ],
    },
  },
  uncertaintyWeighted: {
    imports: ["mae", "mse", "uncertaintyWeighted"],
    call: "uncertaintyWeighted([{ loss: mse() }, { loss: mae() }])",
    loss: uncertaintyWeighted([{ loss: mse() }, { loss: mae() }]),
    inputs: { predictions: [0.8, 0.1, 1.4, 2.2], targets: [1, 0.5, 1.5, 3], logVariances: [0, 0.5] },
  },
  weightedSum: {
    imports: ["huber", "l2", "weightedSum"],
    call: "weightedSum([{ loss: huber() }, { loss: l2(), weight: 0.01 }])",
    loss: weightedSum([{ loss: huber() }, { loss: l2(), weight: 0.01 }]),
    inputs: { predictions: [0.8, 0.1, 1.4, 2.2], targets: [1, 0.5, 1.5, 3], parameters: [0.5, -1.2, 2] },
  },
};
