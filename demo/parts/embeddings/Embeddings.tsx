/** Starts the four trainings with what has been chosen, and shows them side by side. */

import { useMemo, useState } from "preact/hooks";
import { type Control, slider } from "../../model/controls.js";
import { contenders } from "../../model/embeddings/contenders.js";
import type { EmbedSettings } from "../../model/embeddings/look.js";
import { type EngineState, useEngineState } from "../engine.js";
import { Field } from "../Field.js";
import { short } from "../numbers.js";
import { Presets } from "../Presets.js";
import { RunBar } from "../RunBar.js";
import { TextReport } from "../TextReport.js";
import { AccuracyCurves } from "./AccuracyCurves.js";
import { Plane } from "./Plane.js";
import { reportOf } from "./reportOf.js";
import { useEmbeddings } from "./useEmbeddings.js";

type Chosen = Omit<EmbedSettings, "steps">;

interface Preset extends Chosen {
  readonly title: string;
  readonly says: string;
}

const presets: readonly [Preset, ...Preset[]] = [
  {
    title: "Ten digits",
    says: "On the circle ten digits have 36° each, and one that lies on the wrong side must squeeze past all between. In the plane there are ways around.",
    ...{ digits: 10, margin: 1, temperature: 0.3 },
  },
  {
    title: "Four digits",
    says: "0, 1, 2 and 3 have room enough, on the circle too.",
    ...{ digits: 4, margin: 1, temperature: 0.3 },
  },
  {
    title: "A cold circle",
    says: "At a temperature of 0.05 a point is pushed by its very nearest strangers only. Nobody feels the crowd as a whole, and half of the circle stays empty for long.",
    ...{ digits: 10, margin: 1, temperature: 0.05 },
  },
  {
    title: "No margin",
    says: "Without a margin, contrastive asks only that the same digits meet: all fall onto one spot, at a loss of almost nothing, and neighbours are left to chance. What you see of it is magnified.",
    ...{ digits: 10, margin: 0, temperature: 0.3 },
  },
];

const controls: Readonly<Record<keyof Chosen, { readonly name: string; readonly control: Control }>> = {
  digits: { name: "digits, from 0 on", control: { kind: "choice", values: [10, 7, 4, 2], start: 10 } },
  margin: { name: "margin, of triplet and contrastive", control: slider(0, 2, 1) },
  temperature: {
    name: "temperature, of supCon and infoNce",
    control: { ...slider(-1.5, 0.5, -1), step: 0.05, logarithmic: true },
  },
};

const isChosen = (chosen: Chosen, preset: Chosen) =>
  (Object.keys(controls) as (keyof Chosen)[]).every((key) => chosen[key] === preset[key]);

/** As many as take some seconds; `?steps=30` for who has little time. */
function stepsOf(engine: EngineState, search: string): number {
  const usual = engine.status === "ready" && !engine.engine.info.software ? 600 : 240;
  return Number(new URLSearchParams(search).get("steps")) || usual;
}

export function Embeddings() {
  const engine = useEngineState();
  const { state, start, stop } = useEmbeddings();
  const [chosen, setChosen] = useState<Chosen>(presets[0]);
  const { status, text, share, views, labels, settings, step, history } = state;
  const works = status === "working";
  const preset = presets.find((one) => isChosen(chosen, one));
  const { digits, margin, temperature } = chosen;
  const steps = stepsOf(engine, location.search);
  const report = useMemo(() => (works ? "" : reportOf(state)), [state, works]);
  const begin = () => start({ digits, margin, temperature, steps });
  return (
    <section aria-label="Training" data-status={status} data-step={step}>
      <Presets
        label="what to train with"
        presets={presets}
        isChosen={(one) => one === preset}
        onChoose={setChosen}
      />
      <div class="desk">
        <div>
          <p>{preset?.says ?? "Settings of your own."}</p>
          {engine.status !== "missing" && (
            <RunBar
              title="the training of four embeddings"
              action={status === "idle" ? "Train all four" : "Train all four again"}
              works={works}
              text={
                status === "idle"
                  ? `${steps} steps of ${8 * digits} pictures; brings 1.7 MB of digits, and TensorFlow.js`
                  : text
              }
              share={share}
              start={begin}
              stop={stop}
            />
          )}
        </div>
        <div>
          {(Object.keys(controls) as (keyof Chosen)[]).map((key) => (
            <Field
              key={key}
              {...controls[key]}
              value={chosen[key]}
              onChange={(value) => setChosen({ ...chosen, [key]: Number(value) })}
            />
          ))}
        </div>
      </div>
      <p class="quiet" data-recorded={history.length === 0}>
        {history.length === 0
          ? `Recorded after ${step} steps of an earlier training. Yours begins from chance.`
          : `After ${step} steps, with a margin of ${short(settings.margin)} and a temperature of ${short(settings.temperature)}. Below each picture: digits whose nearest neighbour is of the same digit.`}
      </p>
      <div class="planes">
        {contenders.map((contender) => (
          <Plane
            key={contender.name}
            contender={contender}
            view={views[contender.name]}
            labels={labels}
            settings={settings}
          />
        ))}
      </div>
      <div class="split">
        <div class="prose">
          <p>
            The losses cannot be compared by their values: each counts something else. So all are judged by a
            number that none of them is. Take a picture that was held out, look for its nearest neighbour, and
            ask whether it is of the same digit.
          </p>
          {!works && <TextReport text={report} title="The points as numbers" />}
        </div>
        <AccuracyCurves state={state} />
      </div>
    </section>
  );
}
