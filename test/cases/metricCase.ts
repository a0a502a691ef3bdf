import type { InputValue } from "../../src/check/inputs.js";
import type { TokenLists } from "../../src/metric.js";

export type MetricInputs = Readonly<Record<string, InputValue | TokenLists>>;

/** A figure worked by hand or published: the reference must give it, and so must the GPU. */
export interface MetricRow {
  readonly source: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly inputs: MetricInputs;
  readonly value: number | readonly number[];
  /** How far the figure may be off: half a unit of the last digit that the source prints. Default 1e-12. */
  readonly within?: number;
}

/** Inputs made to be hard in some way, of which reference and GPU must say the same. */
export interface MetricScene {
  readonly title: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly inputs: MetricInputs;
  /** How far they may be apart, where f32 decides in which bin an item lies. Default 1e-6, relative above 1. */
  readonly within?: number;
}

/** What proves one metric. */
export interface MetricCases {
  readonly rows: readonly MetricRow[];
  readonly scenes: readonly MetricScene[];
}
