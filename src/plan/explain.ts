import { operationsOf } from "./operations.js";
import type { Binding, Dispatch, Plan } from "./plan.js";
import { planText } from "./planText.js";

/** What a device can do at best; what is left out is taken for no limit. */
export interface Roof {
  /** Bytes per second between the device and its memory. */
  readonly bandwidth?: number;
  /** Operations per second. */
  readonly flopRate?: number;
}

/** What a kernel moves of one buffer, in bytes. */
export interface Traffic {
  readonly buffer: string;
  readonly reads: number;
  readonly writes: number;
}

/** One run of one kernel. */
export interface ExplainedDispatch {
  readonly label: string;
  readonly workgroups: number;
  readonly bindings: readonly string[];
  /** The bytes of each binding that the kernel reads and writes, a second sweep counted again. */
  readonly traffic: readonly Traffic[];
  /** The sum of them. */
  readonly bytes: number;
  /** Operations: +, −, ×, ÷ and built-in functions as the text has them, fma as two; where data decide, the most. */
  readonly flops: number;
  /** The longer of bytes ÷ bandwidth and flops ÷ flopRate, where either is given. */
  readonly rooflineSeconds?: number;
}

/** A plan told: what runs, over what, and what it costs. */
export interface Explanation {
  readonly plans: readonly Plan[];
  readonly dispatches: readonly ExplainedDispatch[];
  /** Each input read once, each gradient and result written once: no algorithm moves less. */
  readonly bytesMoved: number;
  /** What the dispatches move, all together. */
  readonly bytes: number;
  readonly flops: number;
  /** One dispatch after the other, each at the roof of the device. */
  readonly rooflineSeconds?: number;
  /** Bytes of buffers beyond inputs, gradients and results. */
  readonly extraBytes: number;
  /** The same as a table to print. */
  readonly text: string;
}

/** What plans will do, as data and as text. */
export function explain(plans: readonly Plan[], roof: Roof = {}): Explanation {
  const dispatches = plans.flatMap(({ steps }) =>
    steps.filter((step) => step.kind === "dispatch").map((step) => explainedOf(step, roof)),
  );
  const buffers = plans.flatMap((plan) => Object.values(plan.buffers));
  const sizeOf = (roles: readonly string[]): number =>
    buffers.reduce((sum, { role, size }) => sum + (roles.includes(role) ? size : 0), 0);
  const all = {
    dispatches,
    bytesMoved: sizeOf(["input", "gradient", "loss", "output"]),
    extraBytes: sizeOf(["side", "scratch", "totals", "count"]),
    bytes: sum(dispatches.map(({ bytes }) => bytes)),
    flops: sum(dispatches.map(({ flops }) => flops)),
    ...(isGiven(roof) ? { rooflineSeconds: sum(dispatches.map((one) => one.rooflineSeconds ?? 0)) } : {}),
  };
  return { plans, ...all, text: planText(all) };
}

function explainedOf(dispatch: Dispatch, roof: Roof): ExplainedDispatch {
  const { label, workgroups, bindings } = dispatch;
  const traffic = bindings.map((binding) => trafficOf(dispatch, binding));
  const bytes = sum(traffic.map(({ reads, writes }) => reads + writes));
  const flops = flopsOf(dispatch);
  const { bandwidth = Number.POSITIVE_INFINITY, flopRate = Number.POSITIVE_INFINITY } = roof;
  return {
    label,
    workgroups,
    bindings: bindings.map(({ buffer }) => buffer),
    traffic,
    bytes,
    flops,
    ...(isGiven(roof) ? { rooflineSeconds: Math.max(bytes / bandwidth, flops / flopRate) } : {}),
  };
}

function trafficOf({ work }: Dispatch, { buffer, size, access }: Binding): Traffic {
  const isRead = access === "read";
  const reads = work?.reads?.[buffer] ?? (isRead ? 1 : 0);
  const writes = work?.writes?.[buffer] ?? (isRead ? 0 : 1);
  return { buffer, reads: Math.round(reads * size), writes: Math.round(writes * size) };
}

function flopsOf({ work, module }: Dispatch): number {
  const calls = Object.entries(work?.calls ?? {});
  const operations = calls.length > 0 ? operationsOf(module.code) : () => 0;
  return sum([work?.flops ?? 0, ...calls.map(([name, times]) => times * operations(name))]);
}

function isGiven({ bandwidth, flopRate }: Roof): boolean {
  return bandwidth !== undefined || flopRate !== undefined;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
