/** The network in both of its places: where it learns, and where it reads what the visitor draws. */
import { useMemo } from "preact/hooks";
import { freshWeights } from "../../model/sequences/network.js";
import { Listening } from "./Listening.js";
import { useSequences } from "./useSequences.js";
import { YourTune } from "./YourTune.js";

export function Sequences() {
  const job = useSequences();
  const look = job.state.looks.at(-1);
  const fresh = useMemo(freshWeights, []);
  const reader = look ? `the network after ${look.step} steps` : "the network, which is not yet trained";
  return (
    <>
      <Listening job={job} />
      <YourTune weights={look?.weights ?? fresh} reader={reader} />
    </>
  );
}
