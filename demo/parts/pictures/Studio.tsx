/** The original, what is chosen, and the five pictures that grow towards it or away. */
import { useMemo, useState } from "preact/hooks";
import { type Exhibit, type ExhibitName, exhibits, type Shown } from "../../model/pictures/exhibits.js";
import type { Picture } from "../../model/pictures/picture.js";
import { psnr } from "../../model/pictures/psnr.js";
import { type StartName, starts } from "../../model/pictures/starts.js";
import { stillLife } from "../../model/pictures/stillLife.js";
import { type TextureName, texture, textures } from "../../model/pictures/textures.js";
import { bringPictures, recorded } from "../../recorded/pictures.js";
import { useEngineState } from "../engine.js";
import { Field } from "../Field.js";
import { useLater } from "../later.js";
import { fixed } from "../numbers.js";
import { RunBar } from "../RunBar.js";
import { ExhibitPanel } from "./ExhibitPanel.js";
import { OwnPicture } from "./OwnPicture.js";
import { PictureCanvas } from "./PictureCanvas.js";
import { stepsOf, usePictures } from "./usePictures.js";

const itself = "the picture itself";
type StyleName = TextureName | typeof itself;

const plain = { kind: "slider", logarithmic: false, optional: false } as const;
const controls = {
  start: { kind: "choice", values: Object.keys(starts), start: "noise" },
  style: { kind: "choice", values: [...Object.keys(textures), itself], start: "waves" },
  lambda: { ...plain, low: 0, high: 1, step: 0.02, start: 0.16 },
  steps: { ...plain, low: 10, high: 600, step: 10, start: 100 },
} as const;

const stillLifeLabel =
  "The original: an orange ball, one with red stripes and a mottled green one on a chequered cloth, a striped wall behind";

const names: readonly (Exhibit & { readonly name: ExhibitName })[] = exhibits;

export function Studio() {
  const engine = useEngineState();
  const { state, start, stop } = usePictures();
  const [own, setOwn] = useState<Picture>();
  const [from, setFrom] = useState<StartName>(controls.start.start);
  const [style, setStyle] = useState<StyleName>(controls.style.start);
  const [lambda, setLambda] = useState<number>(controls.lambda.start);
  const [wanted, setSteps] = useState<number>();
  // The reference takes its time.
  const steps = wanted ?? (engine.status === "missing" ? 60 : controls.steps.start);

  const original = useMemo(() => own ?? stillLife(), [own]);
  const first = useMemo(() => starts[from](original), [from, original]);
  const noisy = useMemo(() => starts["the noisy picture"](original), [original]);
  const pattern = useMemo(() => (style === itself ? original : texture(style)), [style, original]);
  const shown: Readonly<Record<Shown, Picture>> = useMemo(
    () => ({ original, noisy, style: pattern }),
    [original, noisy, pattern],
  );

  const { status, text, order } = state;
  const works = status === "working";
  // What was painted of other pictures is not shown beside these.
  const isOf = order?.start === first && order.shown === shown;
  const [seen, losses] = isOf ? [state.seen, state.losses] : [{}, {}];
  // What was recorded stands in for what nobody has begun, or cannot paint here.
  const { settings, sights } = recorded;
  const isAsRecorded =
    !own && from === settings.start && style === settings.style && lambda === settings.lambda;
  const pictures = useLater(bringPictures, true);
  const recordOf = ({ name, network }: (typeof names)[number]) => {
    if (!pictures || !isAsRecorded || (isOf && (order.gpu || !network))) return undefined;
    const { pixels } = pictures[name];
    return { ...sights[name], step: settings.steps, perStep: 0, pixels };
  };
  const isOld = isOf && !works && (order.lambda !== lambda || order.steps !== steps);
  const total = isOf ? order.steps : steps;
  const idle = `${steps} steps of Adam for each, in turns`;
  /** Other pictures end what runs. */
  const choose =
    <Value,>(set: (value: Value) => void) =>
    (value: unknown) => {
      if (works) stop();
      set(value as Value);
    };
  return (
    <section class="paintings" aria-label="Five losses, one picture" data-status={status}>
      <RunBar
        title="the five pictures"
        action={status === "idle" ? "Paint on this device" : "Paint again"}
        works={works}
        text={works || (isOf && !isOld) || status === "failed" ? text : idle}
        share={stepsOf(state) / total}
        start={() => start({ start: first, shown, lambda, steps, gpu: engine.status !== "missing" })}
        stop={stop}
      />
      {!isOf && isAsRecorded && (
        <p class="quiet">
          Recorded after {settings.steps} steps of an earlier painting. Yours begins at the start.
        </p>
      )}
      <div class="split">
        <figure class="original">
          <PictureCanvas
            pixels={original.pixels}
            label={own ? "The original: your picture" : stillLifeLabel}
          />
          <figcaption>The original, 96 × 96 pixels.</figcaption>
        </figure>
        <div class="choices">
          <Field
            name="all begin as"
            control={controls.start}
            value={from}
            onChange={choose<StartName>(setFrom)}
          />
          <Field
            name="gram is shown"
            control={controls.style}
            value={style}
            onChange={choose<StyleName>(setStyle)}
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
          <OwnPicture onPicture={choose<Picture>(setOwn)} />
        </div>
        <div class="exhibits">
          <figure class="exhibit">
            <PictureCanvas pixels={first.pixels} label={`Where all five begin: ${from}`} />
            <figcaption>
              <h2>the start</h2>
              <p>All five begin here, and move every pixel downhill by the same Adam.</p>
            </figcaption>
          </figure>
          {names.map((exhibit) => {
            const record = recordOf(exhibit);
            return (
              <ExhibitPanel
                key={exhibit.name}
                exhibit={exhibit}
                start={first}
                shown={shown[exhibit.shown]}
                aside={
                  exhibit.shown === "noisy"
                    ? `, which is ${fixed(psnr(noisy.pixels, original.pixels), 1)}\u202fdB`
                    : undefined
                }
                absent={exhibit.network && engine.status === "missing"}
                seen={record ?? seen[exhibit.name]}
                isRecorded={record !== undefined}
                losses={(record ?? { losses: losses[exhibit.name] ?? [] }).losses}
                steps={record ? settings.steps : total}
              />
            );
          })}
        </div>
      </div>
    </section>
  );
}
