/** One game: what its discriminator thinks of every place, the real points, and the fakes among them. */
import { knots, reach } from "../../model/adversarial/play.js";
import { partsOf } from "../partsOf.js";
import type { Theme } from "../theme.js";

interface Picture {
  /** At the knots, −1 for fake to 1 for real. */
  readonly verdicts: Float32Array;
  readonly reals: Float32Array;
  readonly fakes: Float32Array;
  readonly theme: Theme;
}

/** How much of a colour is in the surest verdict. */
const strongest = 0.42;

/** A pixel for each knot; the browser smooths between them. */
export function fieldOf(verdicts: Float32Array, theme: Theme): OffscreenCanvas {
  const canvas = new OffscreenCanvas(knots, knots);
  const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
  const image = context.createImageData(knots, knots);
  const [real, fake] = [partsOf(theme.slope), partsOf(theme.loss)];
  for (const [k, verdict] of verdicts.entries()) {
    const sure = Math.min(1, Math.abs(verdict));
    image.data.set([...(verdict > 0 ? real : fake), 255 * strongest * sure], 4 * k);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

function drawDots(
  context: CanvasRenderingContext2D,
  points: Float32Array,
  scale: number,
  radius: number,
): void {
  context.beginPath();
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [scale * (reach + (points[i] as number)), scale * (reach - (points[i + 1] as number))];
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
  context.fill();
}

export function drawGame(
  context: CanvasRenderingContext2D,
  side: number,
  field: OffscreenCanvas,
  { reals, fakes, theme }: Omit<Picture, "verdicts">,
): void {
  // The outer knots lie on the edges: half a pixel of the field is beyond each.
  const beyond = side / (2 * (knots - 1));
  context.imageSmoothingQuality = "high";
  context.drawImage(field, -beyond, -beyond, side + 2 * beyond, side + 2 * beyond);
  const scale = side / (2 * reach);
  context.fillStyle = theme.slope;
  context.globalAlpha = 0.55;
  drawDots(context, reals, scale, 1.6);
  context.fillStyle = theme.loss;
  context.globalAlpha = 0.9;
  drawDots(context, fakes, scale, 2.2);
  context.globalAlpha = 1;
}
