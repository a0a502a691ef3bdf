/** A picture of 28 × 28 pixels, each mixed from the paper and one of the page's colours. */
import { useEffect, useRef } from "preact/hooks";
import { pixelsPerPicture, side } from "../training/digits.js";
import { partsOf } from "./partsOf.js";
import { type Theme, useTheme } from "./theme.js";

interface Props {
  /** What a pixel is mixed with, and how much of it, 0 … 1. A new function is a new picture. */
  readonly shade: (pixel: number) => { readonly towards: keyof Theme; readonly share: number };
  /** What a reader who cannot see the picture is told. */
  readonly label: string;
}

function draw(canvas: HTMLCanvasElement, shade: Props["shade"], theme: Theme): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const paper = partsOf(theme.wash);
  const picture = context.createImageData(side, side);
  for (let pixel = 0; pixel < pixelsPerPicture; pixel++) {
    const { towards, share } = shade(pixel);
    const colour = partsOf(theme[towards]);
    for (const [k, from] of paper.entries())
      picture.data[4 * pixel + k] = from + share * ((colour[k] as number) - from);
    picture.data[4 * pixel + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
}

export function PixelPicture({ shade, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useEffect(() => {
    if (canvas.current) draw(canvas.current, shade, theme);
  }, [shade, theme]);
  return <canvas class="pixels" ref={canvas} width={side} height={side} role="img" aria-label={label} />;
}
