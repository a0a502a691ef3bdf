/** What the package exports, found by looking at it: the same for the terminal and for the README. */
import { definitionOf, type Params } from "../definition.js";
import type { Loss, LossInfo, Metric } from "../index.js";

type Info = Pick<LossInfo, "name" | "inputs" | "params" | "formula" | "citation"> & {
  readonly kind: string;
  readonly family: string;
  readonly gradients: readonly string[];
  /** Of a metric: the loss to train with. */
  readonly surrogate?: string;
  /** Of an optimiser: parameters without a default. */
  readonly required?: readonly string[];
};

/** A loss or a metric that can be made. */
export interface Factory {
  (params?: Params): Loss | Metric;
  readonly info: Info;
}

type Exports = Readonly<Record<string, unknown>>;

/** How losses that are made of something are called. */
const calls: Readonly<Record<string, string>> = {
  customLoss: "customLoss({ name, inputs, params?, wgsl, differentiable? })",
  linear: "linear(loss, { transposed: false })",
  perceptual: 'perceptual({ layers, distance: "mse", normalize: false })',
  uncertaintyWeighted: "uncertaintyWeighted([{ loss, inputs? }, …])",
  weightedSum: "weightedSum([{ loss, weight, inputs? }, …])",
};

/** The symbols under which descriptors carry more than `info` tells. */
const definitions = [definitionOf, Symbol.for("fusedloss.metric")] as const;

export interface Told {
  readonly oneOf: readonly (readonly string[])[];
  readonly optional: readonly string[];
  readonly reductions?: readonly string[];
  readonly defaultReduction?: string;
}

/** Which inputs go together, and how a loss may be reduced; nothing of what cannot be made without arguments. */
export function toldBy(make: Factory): Told {
  const nothing = { oneOf: [], optional: [] };
  try {
    const made = make() as unknown as Readonly<Record<symbol, Told>>;
    return made[definitions[0]] ?? made[definitions[1]] ?? nothing;
  } catch {
    return nothing;
  }
}

/** Made of losses, of layers, or of the caller's own text: it cannot be called without them. */
function isCombinator(make: Factory): boolean {
  try {
    make();
    return false;
  } catch {
    return true;
  }
}

function isFactory(value: unknown, kind: string): value is Factory {
  return typeof value === "function" && (value as Partial<Factory>).info?.kind === kind;
}

/** The losses that are made of something. */
export function combinatorsOf(exports: Exports): Factory[] {
  const isOne = (value: unknown): value is Factory => isFactory(value, "loss") && isCombinator(value);
  return Object.values(exports).filter(isOne);
}

/** Every factory of a loss among some exports; a pair such as `hingeGan` gives both its halves. */
export function lossesOf(exports: Exports): Factory[] {
  const isLoss = (value: unknown): value is Factory => isFactory(value, "loss") && !isCombinator(value);
  return Object.values(exports).flatMap((value) => {
    if (isLoss(value)) return [value];
    const halves: unknown[] = typeof value === "object" && value !== null ? Object.values(value) : [];
    return halves.length > 0 && halves.every(isLoss) ? halves : [];
  });
}

export function metricsOf(exports: Exports): Factory[] {
  const isMetric = (value: unknown): value is Factory => isFactory(value, "metric");
  return Object.values(exports).filter(isMetric).sort(byName);
}

export function optimizersOf(exports: Exports): Factory[] {
  const isOptimizer = (value: unknown): value is Factory => isFactory(value, "optimizer");
  return Object.values(exports).filter(isOptimizer).sort(byName);
}

/** Bundlers and runtimes list exports in orders of their own. */
const byName = (a: Factory, b: Factory): number => (a.info.name < b.info.name ? -1 : 1);

/** `1e-6` and not `0.000001`. */
function numberText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "number" && value !== 0 && Math.abs(value) < 1e-3
    ? value.toExponential()
    : String(value);
}

/** `huber({ delta: 1 })`. */
export function callText({ name, params, required = [] }: Info): string {
  if (calls[name]) return calls[name];
  const given = Object.entries(params).map(([key, { default: value }]) => {
    if (required.includes(key)) return key;
    return value === undefined ? `${key}?` : `${key}: ${numberText(value)}`;
  });
  return given.length === 0 ? `${name}()` : `${name}({ ${given.join(", ")} })`;
}

/** `logits, labels or targets → logits`; of what is no loss without the arrow. */
export function inputsText(make: Factory): string {
  const { inputs, gradients, kind } = make.info;
  const names = Object.keys(inputs);
  const { oneOf } = toldBy(make);
  const shown = names.flatMap((name) => {
    const choice = oneOf.find((list) => list.includes(name));
    if (!choice) return [name];
    return choice[0] === name ? [choice.join(" or ")] : [];
  });
  if (kind !== "loss") return shown.join(", ");
  const all = names.length === 2 && gradients.length === 2;
  return `${shown.join(", ")} → ${all ? "both" : gradients.join(", ")}`;
}
