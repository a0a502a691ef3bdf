import { useEffect, useState } from "preact/hooks";
import type { Step } from "../../linesWorker.js";
import type { Fitting } from "../../model/lines/fitting.js";
import type { StepOrder } from "../../model/lines/stepLines.js";
import { callable } from "../callable.js";
import { useEngineState } from "../engine.js";

export type Fitter = (order: StepOrder) => Promise<readonly Fitting[]>;

/** Takes steps of lines in a worker, on a GPU if the page has one; undefined until that is known. */
export function useFitter(): Fitter | undefined {
  const { status } = useEngineState();
  const [fitter, setFitter] = useState<Fitter>();
  const waits = status === "starting";
  const gpu = status === "ready";
  useEffect(() => {
    if (waits) return;
    const worker = new Worker(new URL("../../linesWorker.ts", import.meta.url), { type: "module" });
    const step = callable<Step>(worker);
    setFitter(() => (order: StepOrder) => step(order, gpu));
    return () => worker.terminate();
  }, [waits, gpu]);
  return fitter;
}
