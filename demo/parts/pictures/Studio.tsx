/** The original, what is chosen, and the five pictures that grow towards it or away. */
import { useMemo, useState } from "preact/hooks";
import { type Exhibit, exhibits, type Shown } from "../../model/pictures/exhibits.js";
import type { Picture } from "../../model/pictures/picture.js";
import { type StartName, starts } from "../../model/pictures/starts.js";
import { stillLife } from "../../model/pictures/stillLife.js";
import { type TextureName, texture, textures } from "../../model/pictures/textures.js";
import { useEngineState } from "../engine.js";
import { Field } from "../Field.js";
import { RunBar } from "../RunBar.js";
import { ExhibitPanel } from "./ExhibitPanel.js";
import { OwnPicture } from "./OwnPicture.js";
import { PictureCanvas } from "./PictureCanvas.js";

import { stepsOf, usePictures } from "./usePictures.js";

const itself = "the picture itself";

const controls = {
  start: { kind: "choice", values: Object.keys(starts), start: "noise" },
  style: { kind: "choice", values: [...Object.keys(textures), itself], start: "pebbles" },
  lambda: { kind: "slider", low: 0, high: 1, step: 0.02, logarithmic: false, optional: false, start: 0.2 },
  steps: { kind: "slider", low: 30, high: 600, step: 30, logarithmic: false, optional: false, start: 150 },
} as const;

export function Studio() {
  const engine = useEngineState();
  const { state, start, stop } = usePictures();
  const [own, setOwn] = useState<Picture>();
  const [from, setFrom] = useState<StartName>(controls.start.start);
  const [style, setStyle] = useState<TextureName | typeof itself>(controls.style.start);
  const [lambda, setLambda] = useState<number>(controls.lambda.start);
  const [steps, setSteps] = useState<number>(controls.steps.start);

  const original = useMemo(() => own ?? stillLife(), [own]);
  const first = useMemo(() => starts[from](original), [from, original]);
  const noisy = useMemo(() => starts["the noisy picture"](original), [original]);
  const pattern = useMemo(() => (style === itself ? original : texture(style)), [style, original]);
  const shown: Readonly<Record<Shown, Picture>> = useMemo(
    () => ({ original, noisy, style: pattern }),
    [original, noisy, pattern],
  );

  const { status, text, order, seen, losses } = state;
  const works = status === "working";
  const gpu = engine.status === "ready";
  const total = order?.steps ?? steps;
  const panels: readonly Exhibit[] = exhibits;
  return (
    <section aria-label="Five losses, one picture" data-status={status}>
      <div class="split">
        <div class="studio">
          <figure>
            <PictureCanvas
              pixels={original.pixels}
              label={
                own
                  ? "The original: your picture, 96 × 96 pixels"
                  : "The original: an orange ball, a ball with red stripes and a mottled green one on a chequered cloth before a striped wall"
              }
            />
            <figcaption>The original, 96 × 96 pixels.</figcaption>
          </figure>
          <RunBar
            title="the five pictures"
            action={status === "idle" ? "Paint on this device" : "Paint again"}
            works={works}
            text={status === "idle" ? `${steps} steps of Adam each, in turns` : text}
            share={stepsOf(state) / total}
            start={() => start({ start: first, shown, lambda, steps, gpu })}
            stop={stop}
          />
          <Field
            name="all begin as"
            control={controls.start}
            value={from}
            onChange={(value) => setFrom(value as StartName)}
          />
          <Field
            name="gram is shown"
            control={controls.style}
            value={style}
            onChange={(value) => setStyle(value as TextureName | typeof itself)}
          />
          <Field
            name="λ of total variation"
            control={controls.lambda}
            value={lambda}
            onChange={(value) => setLambda(value as number)}
          />
          <Field
            name="steps"
            control={controls.steps}
            value={steps}
            onChange={(value) => setSteps(value as number)}
          />
          <OwnPicture onPicture={setOwn} />
        </div>
        <div class="exhibits">
          <figure class="exhibit">
            <PictureCanvas pixels={first.pixels} label={`Where all five begin: ${from}`} />
            <figcaption>
              <h3>the start</h3>
              <p>All five begin here, and move every pixel downhill by the same Adam.</p>
            </figcaption>
          </figure>
          {panels.map((exhibit) => (
            <ExhibitPanel
              key={exhibit.name}
              exhibit={exhibit}
              start={first}
              shown={shown[exhibit.shown]}
              seen={seen[exhibit.name as keyof typeof seen]}
              losses={losses[exhibit.name as keyof typeof losses] ?? []}
              steps={total}
            />
          ))}
        </div>
      </div>
    </section>
  );
}
