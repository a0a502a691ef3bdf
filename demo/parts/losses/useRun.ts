/** Running a page's program when asked to: on the GPU and judged by the reference, or by the reference alone. */
import { useCallback, useState } from "preact/hooks";
import type { Program } from "../../model/program.js";
import { useEngineState } from "../engine.js";

export interface Ran {
  readonly loss: number;
  readonly gradients: Readonly<Record<string, ArrayLike<number>>>;
  /** Of the GPU, if it was one: whether it agrees with the reference, and the largest difference from it. */
  readonly judged?: { readonly ok: boolean; readonly off: number };
}

export type Run =
  | { readonly status: "idle" | "working" }
  | { readonly status: "done"; readonly ran: Ran }
  | { readonly status: "failed"; readonly error: unknown };

export function useRun({ loss, inputs }: Program): [Run, () => void] {
  const state = useEngineState();
  const [run, setRun] = useState<Run>({ status: "idle" });
  const start = useCallback(async () => {
    setRun({ status: "working" });
    const values = Object.fromEntries(Object.entries(inputs).map(([name, { value }]) => [name, value]));
    try {
      const { evaluate, verify } = await import("fusedloss/reference");
      if (state.status !== "ready") {
        setRun({ status: "done", ran: evaluate(loss, values) });
        return;
      }
      const { engine } = state;
      const { loss: value, gradients } = await engine.evaluate(loss, values);
      const { ok, loss: ofLoss, gradients: ofGradients } = await verify(engine, loss, values);
      const off = Math.max(ofLoss, ...Object.values<number>(ofGradients));
      setRun({
        status: "done",
        ran: { loss: value, gradients: gradients as Ran["gradients"], judged: { ok, off } },
      });
    } catch (error) {
      setRun({ status: "failed", error });
    }
  }, [state, loss, inputs]);
  return [run, start];
}
