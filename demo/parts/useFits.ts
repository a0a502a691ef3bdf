/** What each of several trainings has come to, as far as it has been read. */
import { useMemo } from "preact/hooks";
import type { Seen } from "../training/train.js";
import type { TrainingState } from "./useTraining.js";

/** In the order of the runs. */
export function useFits<Fit>(
  runs: readonly { readonly name: string }[],
  seen: TrainingState["seen"] | undefined,
  fitOf: (parameters: Seen["parameters"]) => Fit,
): readonly (Fit | undefined)[] {
  return useMemo(
    () =>
      runs.map(({ name }) => {
        const read = seen?.[name];
        return read && fitOf(read.parameters);
      }),
    [runs, seen, fitOf],
  );
}
