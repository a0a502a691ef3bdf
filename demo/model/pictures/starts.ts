/** From where pixels may set out. */
import { randomFrom } from "../../training/random.js";
import { type Picture, plane, side } from "./picture.js";

const clip = (light: number) => Math.min(1, Math.max(0, light));

/** Grey, and chance. It knows nothing of any picture. */
export function noise(): Picture {
  const { normal } = randomFrom(3);
  return { pixels: Float32Array.from({ length: 3 * plane }, () => clip(0.5 + 0.1 * normal())) };
}

/** The picture with normal noise of deviation 0.15, as a camera in the dark would have it. */
export function noisy({ pixels }: Picture): Picture {
  const { normal } = randomFrom(4);
  return { pixels: pixels.map((light) => clip(light + 0.15 * normal())) };
}

/** The picture out of focus: three times the mean of seven pixels along each axis. */
export function blurred({ pixels }: Picture): Picture {
  let soft = pixels;
  for (let time = 0; time < 3; time++) soft = meansAlong(meansAlong(soft, 1), side);
  return { pixels: soft };
}

/** The mean of seven pixels that lie `stride` apart; beyond an edge, the pixel at it again. */
function meansAlong(pixels: Float32Array<ArrayBuffer>, stride: number): Float32Array<ArrayBuffer> {
  return pixels.map((_, at) => {
    const place = Math.floor(at / stride) % side;
    let sum = 0;
    for (let by = -3; by <= 3; by++) {
      const reached = Math.min(side - 1, Math.max(0, place + by));
      sum += pixels[at + stride * (reached - place)] as number;
    }
    return sum / 7;
  });
}

export const starts = {
  noise,
  "the noisy picture": noisy,
  "the picture, blurred": blurred,
} as const satisfies Readonly<Record<string, (original: Picture) => Picture>>;

export type StartName = keyof typeof starts;
