import type { ItemsDefinition, Params } from "../definition.js";
import type { ShaderText } from "../plan/compose.js";

/**
 * What a row is made of, of all the pairs it is in: a softmax of which some are right, a sum, or the hardest
 * right one and wrong one.
 */
export type Statistic = "contrast" | "sum" | "hardest";

/** A loss of all pairs of rows. */
export interface SimilarityDefinition extends ItemsDefinition {
  /** The inputs whose rows are paired: with those of `columns`, or, where there are none, with each other. */
  readonly rows: readonly string[];
  readonly columns: string | undefined;
  /** Inputs of one number that may be given instead of a parameter, and are trained. */
  readonly trained: readonly string[];
  readonly statistic: Statistic;
  /** Whether rows are divided by their norms. */
  readonly normalizes: (params: Params) => boolean;
  /** Whether an item is the mean of a row and a column. */
  readonly symmetric: (params: Params) => boolean;
  /** Whether the data decide which rows count. */
  readonly decides: boolean;
  readonly body: string;
  /** The statistic's part of the kernels. */
  readonly part: ShaderText;
}
