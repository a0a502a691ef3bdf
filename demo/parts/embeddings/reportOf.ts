/** The points of all losses as text: each picture's digit and where it lies. */
import { contenders } from "../../model/embeddings/contenders.js";
import { textTable } from "../../model/textTable.js";
import { written } from "../numbers.js";
import type { EmbeddingsState } from "./useEmbeddings.js";

export function reportOf({ views, labels, settings, step }: EmbeddingsState): string {
  const { digits, margin, temperature } = settings;
  const head = ["digit", ...contenders.flatMap(({ name }) => [`${name} x`, "y"])];
  const rows = Array.from(labels, (digit, i) => [
    String(digit),
    ...contenders.flatMap(({ name }) => [0, 1].map((axis) => written(views[name].points[2 * i + axis]))),
  ]);
  return [
    `fusedloss: ${digits} digits after ${step} steps, margin ${margin}, temperature ${temperature}`,
    ...contenders.map(
      ({ name }) =>
        `${name}: loss ${written(views[name].loss)}, nearest neighbour right ${written(views[name].accuracy)}`,
    ),
    "",
    textTable([head, ...rows]),
  ].join("\n");
}
