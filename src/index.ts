/**
 * Every loss as a descriptor, and the engine that runs them on a GPU.
 *
 * @module fusedloss
 */
export type { InputValue } from "./check/inputs.js";
export type { MeasureOptions } from "./check/measureOptions.js";
export type { NumberList } from "./check/params.js";
export type { SummedLoss, Term } from "./check/terms.js";
export type { CustomLossOptions } from "./combine/customLoss.js";
export * from "./combine/index.js";
export type { PerceptualOptions } from "./combine/perceptual.js";
export type { WeightedTerm } from "./combine/weightedSum.js";
export type {
  Family,
  InputKind,
  Loss,
  LossFactory,
  LossInfo,
  ParamSpec,
  ParamSpecs,
  Params,
  ParamsIn,
  Reduction,
} from "./definition.js";
export type { CompiledLoss, EncodeInput } from "./engine/compiled.js";
export type { CompiledOptimizer, OptimizerRead } from "./engine/compiledOptimizer.js";
export { createEngine, Engine, type EngineOptions } from "./engine/engine.js";
export type { EvaluateStreamOptions } from "./engine/evaluateStream.js";
export type { ExplainOptions } from "./engine/explainLoss.js";
export type { OptimizerOptions } from "./engine/makeOptimizer.js";
export type { Measured, MeasuredAs } from "./engine/measureStream.js";
export type { Batches } from "./engine/pump.js";
export type { StepRead } from "./engine/read.js";
export type { Batch, StreamOptions } from "./engine/stream.js";
export type {
  CompileOptions,
  EncodeOptions,
  EvaluateOptions,
  EvaluateResult,
  GradientOf,
  Gradients,
  InputShape,
  Inputs,
  LossValue,
} from "./engine/types.js";
export * from "./errors.js";
export type { ClassCountsFactory } from "./families/classCounts.js";
export type { EngineInfo } from "./gpu/device.js";
export * from "./losses/index.js";
export type {
  MeasuredInputs,
  Metric,
  MetricFactory,
  MetricFamily,
  MetricInfo,
  ResultOf,
  TokenLists,
} from "./metric.js";
export * from "./metrics/index.js";
export * from "./optim/index.js";
export type { Optimizer, OptimizerFactory, OptimizerInfo, OptimizerState } from "./optimizer.js";
export type { ExplainedDispatch, Explanation, Traffic } from "./plan/explain.js";
export {
  type DType,
  type HalfArray,
  type NestedNumbers,
  type NumberArray,
  type Tensor,
  type TensorData,
  type TensorOptions,
  type TypedArray,
  tensor,
} from "./tensor.js";
export {
  finishPartial,
  mergePartials,
  type PartialResult,
  type StreamedValue,
  type StreamResult,
} from "./totals/partial.js";
