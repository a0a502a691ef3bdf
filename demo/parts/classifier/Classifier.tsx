/** The whole of the page: what to train and by which loss, how it goes, and what has come of it. */
import { useState } from "preact/hooks";
import { modelChoices } from "../../model/classifier/modelChoices.js";
import { programOf } from "../../model/classifier/programOf.js";
import { type ClassifierSettings, firstSettings } from "../../model/classifier/settings.js";
import { useEngineState } from "../engine.js";
import { type Curve, LossCurves } from "../LossCurves.js";
import { RunBar } from "../RunBar.js";
import { LossPrices } from "./LossPrices.js";
import { MetricCurves } from "./MetricCurves.js";
import { Mistakes } from "./Mistakes.js";
import { Recorded } from "./Recorded.js";
import { Scores } from "./Scores.js";
import { LossControls, PictureChoice } from "./Settings.js";
import { useClassifier } from "./useClassifier.js";
import { useLossLevels } from "./useLossLevels.js";

const curves: readonly Curve[] = [
  { name: "before", colour: "loss", faint: true },
  { name: "now", colour: "loss" },
];

/** `?steps=20` makes a short course. */
const asked = Number(new URLSearchParams(location.search).get("steps")) || undefined;

export function Classifier() {
  const engine = useEngineState();
  const { state, train, stop } = useClassifier();
  const [settings, setSettings] = useState<ClassifierSettings>(firstSettings);
  const { status, text, share, run, before } = state;
  const ready = engine.status === "ready";
  const { steps: usual, perLook } = modelChoices[settings.model];
  const steps = asked ?? usual;
  const start = (next: ClassifierSettings) => {
    setSettings(next);
    if (ready) train(next, asked ?? modelChoices[next.model].steps);
  };
  const again = (next: ClassifierSettings) => {
    start(next);
    document.getElementById("train")?.scrollIntoView();
  };
  const longest = Math.max(run?.steps ?? steps, before?.steps ?? 0);
  const seen = { before: { losses: before?.losses ?? [] }, now: { losses: run?.losses ?? [] } };
  const levels = useLossLevels(seen.now.losses, seen.before.losses);
  return (
    <>
      <section aria-labelledby="train" data-status={status}>
        <h2 id="train">Train by one loss, then by another</h2>
        <PictureChoice settings={settings} onChange={setSettings} />
        <div class="split">
          <div class="prose">
            <LossControls settings={settings} onChange={setSettings} onTrain={start} />
            <RunBar
              title="the training"
              action={status === "idle" ? "Train" : "Train again"}
              works={status === "working"}
              disabled={!ready}
              text={status === "idle" ? `${steps} steps; it is judged after every ${perLook}` : text}
              share={share}
              start={() => start(settings)}
              stop={stop}
            />
            <Scores run={run} before={before} />
          </div>
          <div class="figures">
            <LossCurves
              curves={curves}
              seen={seen}
              steps={longest}
              levels={levels}
              caption="The loss before each step. Each loss has a scale of its own: these curves say that it learns, not which is better. Faint is the run before."
            />
            <MetricCurves run={run} before={before} steps={longest} />
          </div>
        </div>
      </section>
      {engine.status !== "missing" && <Mistakes state={state} pictures={settings.pictures} />}
      <section aria-labelledby="prices">
        <h2 id="prices">What each of them charges</h2>
        <div class="split">
          <p>
            A picture is read right when the score of its class leads. Cross entropy never charges nothing;
            label smoothing charges for too long a lead as well; focal forgives what is nearly sure; a hinge
            stops at its margin, and forgets the pictures beyond it.
          </p>
          <LossPrices settings={settings} />
        </div>
      </section>
      <Recorded onTrain={ready ? again : undefined} />
      <section aria-labelledby="take">
        <h2 id="take">The step, as one writes it</h2>
        <pre class="program">
          <code>{programOf(settings)}</code>
        </pre>
      </section>
    </>
  );
}
