/** One loss: what it has made of the start so far, what it is shown, and the numbers. */
import type { Exhibit } from "../../model/pictures/exhibits.js";
import type { Picture } from "../../model/pictures/picture.js";
import type { Seen } from "../../picturesWorker.js";
import { looksOf } from "../../training/pictures/inTurns.js";
import { breakable, figures, fixed } from "../numbers.js";
import { LossTrace } from "./LossTrace.js";
import { PictureCanvas } from "./PictureCanvas.js";

interface Props {
  readonly exhibit: Exhibit;
  /** Where it begins. */
  readonly start: Picture;
  /** What it is compared with. */
  readonly shown: Picture;
  readonly seen: Seen | undefined;
  readonly losses: readonly number[];
  readonly steps: number;
}

const names = { original: "the original", noisy: "the noisy picture", style: "the texture" } as const;

/** Small numbers of a loss, all of one width. */
const lossText = (loss: number) => (loss < 1e-3 ? loss.toExponential(2).replace("-", "−") : figures(loss));

const decibels = (psnr: number) => (Number.isFinite(psnr) ? `${fixed(psnr, 1)} dB` : "∞ dB");

export function ExhibitPanel({ exhibit, start, shown, seen, losses, steps }: Props) {
  const { name, text } = exhibit;
  const told = seen
    ? `after ${seen.step} of ${steps} steps: loss ${lossText(seen.loss)}; beside the original ${decibels(seen.psnr)}, SSIM ${fixed(seen.ssim)}`
    : "not begun: it is as at the start";
  const rows = [
    ["loss", seen && lossText(seen.loss)],
    ["PSNR", seen && decibels(seen.psnr)],
    ["SSIM", seen && fixed(seen.ssim, 3)],
    ["ms a step", seen && seen.step > 0 && fixed(seen.perStep, 1)],
  ] as const;
  return (
    <figure
      class="exhibit"
      data-exhibit={name}
      data-step={seen?.step}
      data-loss={seen?.loss}
      data-psnr={seen?.psnr}
      data-ssim={seen?.ssim}
    >
      <PictureCanvas
        pixels={seen?.pixels ?? start.pixels}
        label={`The picture that ${name} makes, ${told}`}
      />
      <LossTrace losses={losses} looks={looksOf(steps)} />
      <figcaption>
        <h3>
          <a href={`./losses.html#/${name}`}>{breakable(name)}</a>
        </h3>
        <dl>
          {rows.map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value || "–"}</dd>
            </div>
          ))}
        </dl>
        <p>{text}</p>
        <p class="shown">
          <PictureCanvas pixels={shown.pixels} label="" />
          <span>compared with {names[exhibit.shown]}</span>
        </p>
      </figcaption>
    </figure>
  );
}
