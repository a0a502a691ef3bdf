/**
 * What an optimiser is, as data. Types only: descriptors, their hidden definitions, and what users may read of
 * them. Every layer may import this file.
 */
import type { ParamSpecs, Params, ParamsIn } from "./definition.js";
import type { Plan, PlanDevice } from "./plan/plan.js";

/** The symbol under which a descriptor carries its definition; a structured clone loses it. */
export const optimizerOf: unique symbol = Symbol.for("fusedloss.optimizer");

/** An optimiser as a user holds it: plain, frozen, without a device. */
export interface Optimizer {
  readonly name: string;
  readonly params: Params;
  readonly [optimizerOf]?: OptimizerDefinition;
  /** Types only, never present: what it is. */
  readonly kind?: "optimizer";
}

/**
 * How parameters move: `body` has `fn <bodyName>Moved(params, (corrections,) old, gradient) -> <bodyName>State`, a state
 * being a parameter and its slots; four of each at a time, as `vec4f`.
 */
export interface OptimizerDefinition {
  readonly name: string;
  readonly params: ParamSpecs;
  /** Parameters that have no default. */
  readonly required: readonly string[];
  readonly body: string;
  readonly bodyName: string;
  /** The body's parameters as f32 fields of `<bodyName>Params`. */
  readonly numbers: (params: Params) => Readonly<Record<string, number>>;
  /** The fields of the body's state beside the parameter. */
  readonly fields: readonly string[];
  /** Those that these settings keep from step to step, one number per parameter; the others are 0 before each. */
  readonly slots: (params: Params) => readonly string[];
  /** The body has `<bodyName>Corrections(params, step) -> vec2f`, step being 1, 2, 3 … */
  readonly counts: boolean;
  readonly formula: string;
  readonly citation: string;
  readonly plan: (request: OptimizerRequest) => Plan;
}

/** A tensor of parameters, and where it lies. */
export interface PlannedParameter {
  readonly name: string;
  readonly elements: number;
  /** Which of the buffers that hold parameters. */
  readonly home: number;
  /** Bytes from where that buffer's parameters begin, a multiple of the device's alignment. */
  readonly offset: number;
}

/** Everything the family needs to plan a step. */
export interface OptimizerRequest {
  readonly definition: OptimizerDefinition;
  readonly params: Params;
  readonly parameters: readonly PlannedParameter[];
  /** Bytes of each buffer that holds parameters, from where they begin. */
  readonly homes: readonly number[];
  /** The gradients lie in one buffer as the parameters do in theirs; else each begins a buffer of its own. */
  readonly together: boolean;
  /** Steps taken before. */
  readonly step: number;
  readonly device: PlanDevice;
}

/**
 * What an optimiser carries from step to step, as plain data: it survives `structuredClone`, and JSON once typed
 * arrays are made plain ones.
 */
export interface OptimizerState<Numbers extends ArrayLike<number> = ArrayLike<number>> {
  /** The optimiser's name. */
  readonly optimizer: string;
  /** Steps taken; only where the optimiser counts them. */
  readonly step?: number;
  /** By slot (momentum, mean, variance), then by parameter: one number per element. */
  readonly slots: Readonly<Record<string, Readonly<Record<string, Numbers>>>>;
}

/** What `adam.info` tells. */
export interface OptimizerInfo {
  readonly name: string;
  readonly kind: "optimizer";
  readonly family: "optimizer";
  readonly inputs: Readonly<Record<"parameters" | "gradients", "real">>;
  readonly gradients: readonly string[];
  readonly params: Readonly<Record<string, { readonly default: unknown; readonly range: string }>>;
  /** Parameters that must be given. */
  readonly required: readonly string[];
  readonly formula: string;
  readonly citation: string;
}

/** A factory of descriptors, with what it makes described on it. */
export interface OptimizerFactory<S extends ParamSpecs, R extends keyof S & string = never> {
  (
    ...params: [R] extends [never]
      ? [params?: ParamsIn<S>]
      : [params: Omit<ParamsIn<S>, R> & Required<Pick<ParamsIn<S>, R>>]
  ): Optimizer;
  readonly info: OptimizerInfo;
}
