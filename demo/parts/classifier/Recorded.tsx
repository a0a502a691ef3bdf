/** Runs that were recorded, each of which can be run again here. */
import { modelChoices } from "../../model/classifier/modelChoices.js";
import { pictureSetOf } from "../../model/classifier/pictureSets.js";
import { type RecordedRun, recorded } from "../../model/classifier/recorded.js";
import type { ClassifierSettings } from "../../model/classifier/settings.js";
import { titleOf } from "../../model/classifier/titleOf.js";
import { percent } from "../numbers.js";
import { metricNames } from "./metricNames.js";

interface Props {
  /** Nothing where there is no GPU. */
  readonly onTrain: ((settings: ClassifierSettings) => void) | undefined;
}

function Group({ runs, onTrain }: Props & { readonly runs: readonly RecordedRun[] }) {
  const [first] = runs;
  if (!first) return null;
  const { pictures, model } = first.settings;
  return (
    <tbody>
      <tr>
        <th class="group" scope="rowgroup" colSpan={1 + metricNames.length}>
          {pictureSetOf(pictures).title}; {modelChoices[model].title}
        </th>
      </tr>
      {runs.map((run) => (
        <tr key={titleOf(run.settings)}>
          <th scope="row">
            {onTrain ? (
              <button type="button" class="plain" onClick={() => onTrain(run.settings)}>
                {titleOf(run.settings)}
              </button>
            ) : (
              titleOf(run.settings)
            )}
          </th>
          {metricNames.map(({ name }) => (
            <td key={name}>{percent(run[name])}</td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

export function Recorded({ onTrain }: Props) {
  return (
    <section aria-labelledby="recorded">
      <h2 id="recorded">What came out, before you came</h2>
      <div class="split">
        <div class="prose">
          <p>
            Plain cross entropy is right on 97.8 % of the pictures and never says 8. A single point of
            accuracy lies between that and the focal loss; in F1 it is the way from 49 % to 81 %.
          </p>
          <p>
            More weight is not always better: where the few eights count as much as all else together, the
            model finds them, and hundreds of eights that are none. Where all classes are alike, so are the
            losses.
          </p>
          <p class="quiet">
            One split of the pictures and one start, the same on every visit. Of 4,602 pictures held out 99
            are an 8: one found more or less moves macro F1 by about half a point.
          </p>
        </div>
        <div class="scroll">
          <table class="recorded">
            <caption>
              <span>
                Pictures held out, after the last step; recorded in Chrome with WebGPU in software.
                {onTrain && " Press a loss to train by it here."}
              </span>
            </caption>
            <thead>
              <tr>
                {["loss", ...metricNames.map(({ title }) => title)].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            {recorded.map((runs) => (
              <Group key={JSON.stringify(runs[0]?.settings)} runs={runs} onTrain={onTrain} />
            ))}
          </table>
        </div>
      </div>
    </section>
  );
}
