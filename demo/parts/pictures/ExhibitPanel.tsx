/** One loss: what it has made of the start so far, what it is shown, and the numbers. */
import { type Exhibit, roles } from "../../model/pictures/exhibits.js";
import type { Picture } from "../../model/pictures/picture.js";
import type { Seen } from "../../picturesWorker.js";
import { looksOf } from "../../training/pictures/inTurns.js";
import { breakable, figures, fixed, power } from "../numbers.js";
import { LossTrace } from "./LossTrace.js";
import { PictureCanvas } from "./PictureCanvas.js";

interface Props {
  readonly exhibit: Exhibit;
  /** Where it begins. */
  readonly start: Picture;
  /** What it is compared with. */
  readonly shown: Picture;
  /** More to be said of that. */
  readonly aside?: string | undefined;
  /** It cannot be painted here. */
  readonly absent: boolean;
  readonly seen: Seen | undefined;
  /** What is seen was painted elsewhere. */
  readonly isRecorded: boolean;
  readonly losses: readonly number[];
  readonly steps: number;
}

const lossText = (loss: number) => (loss < 1e-3 ? power(loss, 2) : figures(loss));
const decibels = (psnr: number) => (Number.isFinite(psnr) ? `${fixed(psnr, 1)}\u202fdB` : "∞");

export function ExhibitPanel(props: Props) {
  const { exhibit, start, shown, aside, absent, seen, isRecorded, losses, steps } = props;
  const { name, text } = exhibit;
  const told = seen
    ? `after ${seen.step} of ${steps} steps: loss ${lossText(seen.loss)}; beside the original ${decibels(seen.psnr)}, SSIM ${fixed(seen.ssim)}`
    : "not begun: it is as at the start";
  const rows = [
    ["loss", seen && lossText(seen.loss)],
    ["PSNR", seen && decibels(seen.psnr)],
    ["SSIM", seen && fixed(seen.ssim, 3)],
    ["ms/step", seen && seen.perStep > 0 && fixed(seen.perStep, 1)],
  ] as const;
  return (
    <figure
      class="exhibit"
      data-exhibit={name}
      data-step={seen?.step}
      data-loss={seen?.loss}
      data-psnr={seen?.psnr}
      data-ssim={seen?.ssim}
      data-recorded={isRecorded || undefined}
    >
      <PictureCanvas
        pixels={seen?.pixels ?? start.pixels}
        label={`The picture that ${name} makes, ${told}`}
      />
      <LossTrace losses={losses} looks={looksOf(steps)} />
      <figcaption>
        <h2>
          <a href={`./losses.html#/${name}`}>{breakable(name)}</a>
        </h2>
        {(!absent || isRecorded) && (
          <dl>
            {rows.map(([term, value]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value || "–"}</dd>
              </div>
            ))}
          </dl>
        )}
        {absent && <p class="absent">{isRecorded ? "Recorded: its" : "Its"} network runs on a GPU only.</p>}
        <p>{text}</p>
        <p class="shown">
          <PictureCanvas pixels={shown.pixels} label={`What it is compared with: ${roles[exhibit.shown]}`} />
          <span>
            compared with {roles[exhibit.shown]}
            {aside}
          </span>
        </p>
      </figcaption>
    </figure>
  );
}
