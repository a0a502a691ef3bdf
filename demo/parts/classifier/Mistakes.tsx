/** What was taken for what, and the pictures that cost the most. */
import { pictureSetOf } from "../../model/classifier/pictureSets.js";
import { Confusion } from "./Confusion.js";
import { HardPictures } from "./HardPictures.js";
import { SaveScores } from "./SaveScores.js";
import type { ClassifierState } from "./useClassifier.js";

interface Props {
  readonly state: ClassifierState;
  /** The pictures that are chosen; a run keeps its own. */
  readonly pictures: string;
}

export function Mistakes({ state: { run, status }, pictures }: Props) {
  const set = pictureSetOf(run?.settings.pictures ?? pictures);
  const look = run?.looks.at(-1);
  return (
    <section aria-labelledby="mistakes">
      <h2 id="mistakes">What it gets wrong</h2>
      <div class="mistakes">
        <Confusion set={set} confusion={look?.confusion} />
        <div>
          <p>
            The loss of each picture, before any mean is taken (<code>reduction: "none"</code>), finds the
            ones that cost the most: mistakes, scrawls, and labels that one may doubt.
          </p>
          <HardPictures set={set} hardest={look?.hardest ?? []} />
          {run && status !== "working" && <SaveScores run={run} />}
        </div>
      </div>
    </section>
  );
}
