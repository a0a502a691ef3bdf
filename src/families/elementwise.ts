import type { InputKind, LossFactory, ParamSpecs, Params, Reduction } from "../definition.js";
import { factory, usual } from "./define.js";
import { planElementwise } from "./elementwisePlan.js";

/** What a file in `losses/` says of an elementwise loss; everything left out has the usual value. */
export interface ElementwiseSpec<S extends ParamSpecs, I extends string, D extends I> {
  readonly name: string;
  /** Inputs in the contract's order, and what their numbers mean. */
  readonly inputs: Readonly<Record<I, InputKind>>;
  readonly gradients: readonly D[];
  readonly params: S;
  /** TeX of the loss of one element. */
  readonly formula: string;
  readonly citation: string;
  /** WGSL: `fn <bodyFunction>(params: <bodyName>Params, …inputs: f32) -> <bodyName>Slopes`. */
  readonly body: string;
  /** Prefix of the body's structs. Default: the name. */
  readonly bodyName?: string;
  /** Default: `<bodyName>Value`. */
  readonly bodyFunction?: string;
  /** The body's parameters. Default: the descriptor's numbers, booleans as 0 or 1. */
  readonly numbers?: (params: Params) => Readonly<Record<string, number>>;
  /** A field of the body's parameters that is a list along the last axis when the parameter is one. */
  readonly perLastAxis?: string;
  readonly finish?: "root";
  /** Default: all four. */
  readonly reductions?: readonly Reduction[];
  /** Default: "mean". */
  readonly defaultReduction?: Reduction;
}

/** Makes the factory of an elementwise loss. */
export function elementwise<S extends ParamSpecs, I extends string, D extends I>(
  spec: ElementwiseSpec<S, I, D>,
): LossFactory<S, I, D> {
  const bodyName = spec.bodyName ?? spec.name;
  return factory<S, I, D>({
    ...usual,
    family: "elementwise",
    bodyFunction: `${bodyName}Value`,
    plan: planElementwise,
    ...spec,
    bodyName,
  });
}
