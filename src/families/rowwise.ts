import { integer32 } from "../check/params.js";
import type { InputKind, LossFactory, ParamSpec, ParamSpecs, Params, StateType } from "../definition.js";
import { classAxis, factory, usual } from "./define.js";
import { planRowwise } from "./rowwisePlan.js";

const ignoreIndex = { ignoreIndex: integer32(-100) };

type WholeNumber = ParamSpec<number> & { readonly default: number };
type RowParams<S extends ParamSpecs, B extends boolean> = S &
  (B extends true ? unknown : { readonly classAxis: WholeNumber }) & { readonly ignoreIndex: WholeNumber };

/** What a file in `losses/` says of a rowwise loss; everything left out has the usual value. */
export interface RowwiseSpec<S extends ParamSpecs, I extends string, D extends I, B extends boolean> {
  readonly name: string;
  /** Inputs in the contract's order; `labels` is one integer per row, those not in `perRow` have the class axis. */
  readonly inputs: Readonly<Record<I, InputKind>>;
  readonly gradients: readonly D[];
  /** `classAxis` is added unless the loss is `overBatch`, and `ignoreIndex` where there are labels. */
  readonly params: S;
  /** Inputs with one number per row, or one for all rows. */
  readonly perRow?: readonly NoInfer<I>[];
  /** Inputs of which exactly one is given: `[["labels", "targets"]]`. */
  readonly oneOf?: readonly (readonly NoInfer<I>[])[];
  /** Inputs that may be left out. */
  readonly optional?: readonly NoInfer<I>[];
  /** Items are the classes of [N, C], and their rows lie along the batch. Default false. */
  readonly overBatch?: B;
  readonly formula: string;
  readonly citation: string;
  /** WGSL: Empty, Take, Merge, Loss and Slope, each prefixed with the body's name. */
  readonly body: string;
  readonly bodyName?: string;
  /** The fields of `<bodyName>State`, at most 16 words. */
  readonly state: Readonly<Record<string, StateType>>;
  /** The struct of shaders/lib that has these fields and is the state. Default: one of the body's own. */
  readonly stateStruct?: string;
  readonly numbers?: (params: Params) => Readonly<Record<string, number>>;
  /** Compile-time switches: `const <bodyName><Flag>: bool`, from the parameters and the inputs given. */
  readonly flags?: (params: Params, given: readonly string[]) => Readonly<Record<string, boolean>>;
  /** The parameter that is one number per class. */
  readonly perClass?: string;
  /** Whether it enters the divisor of "mean" when labels are given. Default false. */
  readonly perClassDivides?: boolean;
  /** Extra outputs, in `<bodyName>Outputs` order. */
  readonly outputs?: readonly string[];
  /** The state's fields that these settings use; no other needs to travel between threads. Default: all. */
  readonly carried?: (params: Params, given: readonly string[]) => readonly string[];
  /** The body has Close, run once per row on its whole state. Default false. */
  readonly closes?: boolean;
  /** The body has Retake, a second sweep that knows the state of the first. Default false. */
  readonly retakes?: boolean;
  /** Whether short rows may be held in registers under these settings: the body has Crest, Keep, TakeKept. Default: never. */
  readonly holds?: (params: Params, given: readonly string[]) => boolean;
  /** Kinds of inputs that depend on the parameters. */
  readonly kinds?: (params: Params) => Readonly<Record<string, InputKind>>;
}

/** Makes the factory of a rowwise loss. */
export function rowwise<S extends ParamSpecs, I extends string, D extends I, B extends boolean = false>(
  spec: RowwiseSpec<S, I, D, B>,
): LossFactory<RowParams<S, B>, I, D> {
  const params = {
    ...spec.params,
    ...(spec.overBatch ? {} : classAxis),
    ...("labels" in spec.inputs ? ignoreIndex : {}),
  };
  return make(spec, params);
}

/** Makes the factory of a loss whose rows are vectors, always along the last axis. */
export function vectors<S extends ParamSpecs, I extends string, D extends I>(
  spec: RowwiseSpec<S, I, D, false>,
): LossFactory<S, I, D> {
  return make(spec, spec.params);
}

function make<S extends ParamSpecs, I extends string, D extends string>(
  spec: RowwiseSpec<ParamSpecs, string, string, boolean>,
  params: ParamSpecs,
): LossFactory<S, I, D> {
  return factory<S, I, D>({
    ...usual,
    family: "rowwise",
    flags: () => ({}),
    perClassDivides: false,
    perRow: [],
    closes: false,
    overBatch: false,
    retakes: false,
    bodyName: spec.name,
    carried: () => Object.keys(spec.state),
    plan: planRowwise,
    ...spec,
    params,
  });
}
