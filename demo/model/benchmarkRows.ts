/** What the page measures, in three sizes. */
import type { Row } from "../bench/rows.js";

export const sizes = ["small", "usual", "large"] as const;

export type Size = (typeof sizes)[number];

/** Each a factor of the usual one. */
const factors: Readonly<Record<Size, number>> = { small: 1 / 16, usual: 1, large: 8 };

const million = 2 ** 20;

const usual: readonly Row[] = [
  { loss: "mse", shape: [million] },
  { loss: "huber", shape: [million] },
  { loss: "binaryCrossEntropyWithLogits", shape: [million] },
  { loss: "softmaxCrossEntropy", shape: [2048, 1000] },
  { loss: "softmaxCrossEntropy", shape: [65536, 10] },
];

/** More items or fewer; as many classes. */
export function rowsOf(size: Size): Row[] {
  return usual.map(({ loss, shape: [items = 1, ...rest] }) => ({
    loss,
    shape: [items * factors[size], ...rest],
  }));
}
