/** From the words in which a loss states a parameter's range to a control that keeps to it. */
import type { LossInfo } from "fusedloss";

export interface Slider {
  readonly kind: "slider";
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** The slider holds the power of ten. */
  readonly logarithmic: boolean;
  /** Left out unless it is switched on; it then starts here. */
  readonly optional: boolean;
  readonly start: number;
}

export interface Switch {
  readonly kind: "switch";
  readonly start: boolean;
}

export interface Choice {
  readonly kind: "choice";
  readonly values: readonly (string | number)[];
  readonly start: string | number;
}

export type Control = Slider | Switch | Choice;

export type Settings = Readonly<Record<string, number | boolean | string | undefined>>;

/** These move no curve of one item. */
const withoutEffect = ["classAxis", "ignoreIndex"];

export function slider(low: number, high: number, start: number, optional = false): Slider {
  return { kind: "slider", low, high, step: (high - low) / 200, logarithmic: false, optional, start };
}

/** Numbers far below 1 guard against a division; the eye wants them on a scale of powers. */
function guard(start: number, optional: boolean): Slider {
  return { kind: "slider", low: -9, high: 0, step: 0.25, logarithmic: true, optional, start };
}

function between(range: string, fallback: number | undefined): Slider | undefined {
  const [, opens, low, high, closes] = range.match(/in ([[(])([-\d.]+), ([-\d.]+)([\])])/) ?? [];
  if (low === undefined || high === undefined) return undefined;
  const [from, to] = [Number(low), Number(high)];
  const margin = (to - from) / 50;
  return slider(
    opens === "(" ? from + margin : from,
    closes === ")" ? to - margin : to,
    fallback ?? (from + to) / 2,
    fallback === undefined,
  );
}

export function controlOf(range: string, fallback: unknown): Control | undefined {
  if (typeof fallback === "boolean") return { kind: "switch", start: fallback };
  const listed = range.match(/^one of (.*)$/)?.[1];
  if (listed !== undefined) {
    return { kind: "choice", values: JSON.parse(`[${listed}]`), start: fallback as string | number };
  }
  const start = typeof fallback === "number" ? fallback : undefined;
  const optional = start === undefined;
  if (!/^a (finite )?number/.test(range)) return undefined;
  const bounded = between(range, start);
  if (bounded) return bounded;
  if (start !== undefined && start > 0 && start < 0.01) return guard(start, optional);
  // What is small by nature is moved among its like.
  if (range.includes("> 0") && start !== undefined && start < 0.5)
    return slider(start / 5, 10 * start, start, optional);
  if (range.includes("> 0")) return slider(0.1, Math.max(5, 4 * (start ?? 2.5)), start ?? 3, optional);
  if (range.includes("≥ 0")) return slider(0, Math.max(2, 4 * (start ?? 1)), start ?? 1, optional);
  // Two hundred steps from here never meet 0, which some parameters may not be.
  if (range.includes("other than 0")) return { ...slider(-3, 3, start ?? 1, optional), step: 0.08 };
  return slider(-4, 4, start ?? 1, optional);
}

/** A loss's parameters that have a control, in its own order. */
export function controlsOf(info: LossInfo): [string, Control][] {
  return Object.entries(info.params).flatMap(([name, { default: fallback, range }]) => {
    const control = withoutEffect.includes(name) ? undefined : controlOf(range, fallback);
    return control ? [[name, control]] : [];
  });
}

export function startOf(control: Control): number | boolean | string | undefined {
  return control.kind === "slider" && control.optional ? undefined : control.start;
}

export function startsOf(controls: readonly (readonly [string, Control])[]): Settings {
  return Object.fromEntries(controls.map(([name, control]) => [name, startOf(control)]));
}
