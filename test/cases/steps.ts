import type { Optimizer } from "../../src/optimizer.js";

/** Steps worked by hand or published: the reference must take them, and so must the GPU. */
export interface WorkedSteps {
  /** Who says so: a page, a paper, or the arithmetic itself. */
  readonly source: string;
  readonly optimizer: Optimizer;
  readonly start: readonly number[];
  /** The gradient at a parameter. */
  readonly slope: (parameter: number) => number;
  /** The parameters after so many steps. */
  readonly after: Readonly<Record<number, readonly number[]>>;
  /** How far a figure may be off: half a unit of the last digit that the source prints. Default 1e-12. */
  readonly within?: number;
}

/** What proves one optimiser: figures from elsewhere, and the settings in which GPU and reference must agree. */
export interface OptimizerCases {
  readonly rows: readonly WorkedSteps[];
  /** Between them every parameter has another value than its default. */
  readonly variants: readonly Optimizer[];
}
