/** The losses that pull an embedding apart, and what each is given of it. */
import { contrastive, infoNce, type Loss, supCon, triplet } from "fusedloss";
import type { Tuples } from "./tuples.js";

export interface PullSettings {
  /** Of triplet and contrastive. */
  readonly margin: number;
  /** Of supCon and infoNce. */
  readonly temperature: number;
}

export type ContenderName = "triplet" | "contrastive" | "supCon" | "infoNce";

export interface Contender {
  readonly name: ContenderName;
  /** What it asks for. */
  readonly says: string;
  /** Whether it looks at directions only, so that points may as well lie on a circle. */
  readonly circle: boolean;
  readonly lossOf: (settings: PullSettings) => Loss;
  /** Which rows of the embeddings are which input. */
  readonly rowsOf: (tuples: Tuples) => Readonly<Record<string, Int32Array<ArrayBuffer>>>;
  /** What else it is told. */
  readonly toldOf: (
    tuples: Tuples,
  ) => Readonly<Record<string, Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer>>>;
}

export const contenders: readonly Contender[] = [
  {
    name: "triplet",
    says: "Nearer to one of my digit than to one of another, by a margin. Distances are free, so the plane is.",
    circle: false,
    lossOf: ({ margin }) => triplet({ margin }),
    rowsOf: ({ triplets }) => ({ ...triplets }),
    toldOf: () => ({}),
  },
  {
    name: "contrastive",
    says: "Two of one digit onto one spot, two of different digits a margin apart, and no further.",
    circle: false,
    lossOf: ({ margin }) => contrastive({ margin }),
    rowsOf: ({ pairs: { a, b } }) => ({ a, b }),
    toldOf: ({ pairs: { targets } }) => ({ targets }),
  },
  {
    name: "supCon",
    says: "All of my digit against everything else in the batch, by the cosine: only directions count.",
    circle: true,
    lossOf: ({ temperature }) => supCon({ temperature }),
    rowsOf: ({ labels }) => ({ embeddings: labels.map((_, row) => row) }),
    toldOf: ({ labels }) => ({ labels }),
  },
  {
    name: "infoNce",
    says: "Find my one partner among all. It is told pairs, no labels: others of my digit count as strangers.",
    circle: true,
    lossOf: ({ temperature }) => infoNce({ temperature }),
    rowsOf: ({ views: { queries, keys } }) => ({ queries, keys }),
    toldOf: () => ({}),
  },
];
