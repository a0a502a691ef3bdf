/** The network in both of its places: where it learns, and where it reads what the visitor draws. */
import { useMemo } from "preact/hooks";
import { recordedSteps, recordedWeights } from "../../model/sequences/recorded.js";
import { Listening } from "./Listening.js";
import { useSequences } from "./useSequences.js";
import { YourTune } from "./YourTune.js";

export function Sequences() {
  const job = useSequences();
  const look = job.state.looks.at(-1);
  const recorded = useMemo(recordedWeights, []);
  const reader = look
    ? `the network above, after ${look.step} steps`
    : `a network that was recorded after ${recordedSteps} steps, until you train your own`;
  return (
    <>
      <Listening job={job} />
      <YourTune weights={look?.weights ?? recorded} reader={reader} />
    </>
  );
}
