import type { Dispatch, Plan } from "./plan.js";

/** A plan told: what runs, over what, and how many bytes it moves at least. */
export interface Explanation {
  readonly plans: readonly Plan[];
  readonly dispatches: readonly {
    readonly label: string;
    readonly workgroups: number;
    readonly bindings: readonly string[];
  }[];
  /** Each input read once, each gradient and result written once. */
  readonly bytesMoved: number;
  /** Bytes of buffers beyond inputs, gradients and results. */
  readonly extraBytes: number;
  /** The same as a few lines to print. */
  readonly text: string;
}

/** What plans will do, as data and as text. */
export function explain(plans: readonly Plan[]): Explanation {
  const dispatches = plans.flatMap(({ steps }) =>
    steps.filter((step): step is Dispatch => step.kind === "dispatch"),
  );
  const buffers = plans.flatMap((plan) => Object.values(plan.buffers));
  const bytes = (roles: readonly string[]): number =>
    buffers.reduce((sum, { role, size }) => sum + (roles.includes(role) ? size : 0), 0);
  const bytesMoved = bytes(["input", "gradient", "loss", "output"]);
  const extraBytes = bytes(["side", "scratch", "totals", "count"]);
  const lines = dispatches.map(
    ({ label, workgroups, bindings }) =>
      `${label}: ${workgroups} workgroup${workgroups === 1 ? "" : "s"}, ${bindings.map(({ buffer, access }) => (access === "read" ? buffer : `${buffer} (written)`)).join(", ")}`,
  );
  return {
    plans,
    dispatches: dispatches.map(({ label, workgroups, bindings }) => ({
      label,
      workgroups,
      bindings: bindings.map(({ buffer }) => buffer),
    })),
    bytesMoved,
    extraBytes,
    text: [...lines, `moves ${bytesMoved} bytes at least; ${extraBytes} bytes of buffers beside them`].join(
      "\n",
    ),
  };
}
