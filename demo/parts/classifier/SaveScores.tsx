/** The scores of the run as a file, which the page of one's own data, or anybody, can judge again. */
import { useLayoutEffect, useState } from "preact/hooks";
import { scoresFile } from "../../model/classifier/scoresFile.js";
import type { Run } from "./useClassifier.js";

export function SaveScores({ run }: { readonly run: Run }) {
  const [address, setAddress] = useState<string>();
  const scores = run.looks.at(-1)?.scores;
  // At once: a link beside new numbers must not lead to old ones.
  useLayoutEffect(() => {
    if (!scores) return;
    const made = URL.createObjectURL(scoresFile(run.labels, scores));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [run.labels, scores]);
  if (!address) return null;
  return (
    <p class="quiet">
      <a href={address} download="scores.csv">
        Save the scores of the pictures held out
      </a>{" "}
      and judge them again on <a href="./own-data.html">the page of your own data</a>.
    </p>
  );
}
