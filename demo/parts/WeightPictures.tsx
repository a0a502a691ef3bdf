/** What each digit looks for: a picture of its weights, red where ink speaks for it, blue where against. */
import { useEffect, useRef } from "preact/hooks";
import { digits, pixelsPerPicture, side } from "../training/digits.js";
import { partsOf } from "./partsOf.js";
import { type Theme, useTheme } from "./theme.js";

/** From the paper towards one of two colours, by sign and size. */
function draw(
  canvas: HTMLCanvasElement,
  weights: Float32Array | undefined,
  digit: number,
  theme: Theme,
): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const [none, plus, minus] = [partsOf(theme.wash), partsOf(theme.loss), partsOf(theme.slope)];
  const picture = context.createImageData(side, side);
  for (let pixel = 0; pixel < pixelsPerPicture; pixel++) {
    const weight = weights?.[digits * pixel + digit] ?? 0;
    const share = Math.tanh(4 * Math.abs(weight));
    const towards = weight > 0 ? plus : minus;
    for (const [k, from] of none.entries())
      picture.data[4 * pixel + k] = from + share * ((towards[k] as number) - from);
    picture.data[4 * pixel + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
}

function Picture({ digit, weights }: { readonly digit: number; readonly weights: Float32Array | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useEffect(() => {
    if (canvas.current) draw(canvas.current, weights, digit, theme);
  }, [weights, digit, theme]);
  const label = weights
    ? `Weights of the digit ${digit}: red pixels speak for it, blue ones against`
    : `Weights of the digit ${digit}, all 0 before training`;
  return (
    <li>
      <canvas ref={canvas} width={side} height={side} role="img" aria-label={label} />
      <span aria-hidden="true">{digit}</span>
    </li>
  );
}

export function WeightPictures({ weights }: { readonly weights: Float32Array | undefined }) {
  return (
    <ul class="weights">
      {Array.from({ length: digits }, (_, digit) => (
        <Picture key={digit} digit={digit} weights={weights} />
      ))}
    </ul>
  );
}
