/** The pictures held out that cost the most: the loss of each, not the mean of all. */
import { useCallback } from "preact/hooks";
import type { PictureSet } from "../../model/classifier/pictureSets.js";
import type { HardPicture } from "../../training/classifier/judge.js";
import { fixed } from "../numbers.js";
import { PixelPicture } from "../PixelPicture.js";

interface Props {
  readonly set: PictureSet;
  readonly hardest: readonly HardPicture[];
}

function Picture({ set: { classes }, one }: { readonly set: PictureSet; readonly one: HardPicture }) {
  const { pixels, label, taken, loss } = one;
  const shade = useCallback(
    (pixel: number) => ({ towards: "ink", share: (pixels[pixel] ?? 0) / 255 }) as const,
    [pixels],
  );
  const [is, as] = [classes[label]?.name ?? "", classes[taken]?.name ?? ""];
  const cost = fixed(loss);
  return (
    <li data-label={label} data-taken={taken} data-loss={loss}>
      <PixelPicture shade={shade} label={`${is}, taken for ${as}: a loss of ${cost}`} />
      <span aria-hidden="true">
        {is} as {as}
      </span>
      <span aria-hidden="true">{cost}</span>
    </li>
  );
}

export function HardPictures({ set, hardest }: Props) {
  if (hardest.length === 0) return <p class="quiet">They are found while it trains.</p>;
  return (
    <ol class="hardest">
      {hardest.map((one) => (
        <Picture key={one.row} set={set} one={one} />
      ))}
    </ol>
  );
}
