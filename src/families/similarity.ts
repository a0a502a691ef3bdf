import contrastPart from "../../shaders/families/similarityContrast.wgsl?raw";
import hardestPart from "../../shaders/families/similarityHardest.wgsl?raw";
import sumPart from "../../shaders/families/similaritySum.wgsl?raw";
import type { InputKind, LossFactory, ParamSpecs, Params } from "../definition.js";
import type { ShaderText } from "../plan/compose.js";
import { factory, usualItems } from "./define.js";
import type { SimilarityDefinition, Statistic } from "./similarityDefinition.js";
import { planSimilarity } from "./similarityPlan.js";
import { arrangePairs } from "./similarityShapes.js";

/** What a row is made of, of all the pairs it is in, and which part of the kernels says so. */
const statistics: Readonly<Record<Statistic, ShaderText>> = {
  /** The softmax of a row's pairs, some of them right: what all contrastive losses share. */
  contrast: { name: "shaders/families/similarityContrast.wgsl", text: contrastPart },
  /** A sum of one loss per pair. */
  sum: { name: "shaders/families/similaritySum.wgsl", text: sumPart },
  /** The farthest right one and the nearest wrong one. */
  hardest: { name: "shaders/families/similarityHardest.wgsl", text: hardestPart },
};

/** What a file in `losses/` says of a loss of all pairs of rows. */
export interface SimilaritySpec<
  S extends ParamSpecs,
  I extends Readonly<Record<string, InputKind>>,
  G extends string,
> {
  readonly name: string;
  readonly inputs: I;
  readonly gradients: readonly G[];
  readonly params: S;
  readonly formula: string;
  readonly citation: string;
  /** The inputs whose rows are paired: with those of `columns`, or, where there are none, with each other. */
  readonly rows: readonly string[];
  readonly columns?: string;
  /** Inputs of one number that may be given instead of a parameter, and are trained. */
  readonly trained?: readonly string[];
  /** What `scale` and `bias` are where they are not given. */
  readonly numbers: (params: Params) => Readonly<Record<string, number>>;
  readonly statistic: Statistic;
  /** Whether rows are divided by their norms. */
  readonly normalizes: (params: Params) => boolean;
  /** Whether an item is the mean of a row and a column. */
  readonly symmetric?: (params: Params) => boolean;
  /** Whether the data decide which rows count. */
  readonly decides?: boolean;
  /** WGSL: what the statistic's part asks for. */
  readonly body: string;
}

/** Makes the factory of a loss of the similarities of all pairs of rows, which are never stored. */
export function similarity<
  S extends ParamSpecs,
  const I extends Readonly<Record<string, InputKind>>,
  G extends string,
>(spec: SimilaritySpec<S, I, G>): LossFactory<S, keyof I & string, G> {
  const { columns, rows, trained = [], symmetric = () => false, decides = false } = spec;
  const definition: SimilarityDefinition = {
    ...usualItems,
    family: "similarity",
    arrange: (params, inputs) => arrangePairs({ ...spec, trained, symmetric: symmetric(params) }, inputs),
    plan: planSimilarity,
    ...spec,
    optional: trained,
    columns,
    rows,
    trained,
    symmetric,
    decides,
    part: statistics[spec.statistic],
  };
  return factory(definition);
}
