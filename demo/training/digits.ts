import { randomFrom } from "./random.js";

/** Handwritten digits: 10,000 pictures of 28 × 28 pixels, and which digit each is. */
export interface Digits {
  /** Rows of 784, 0 … 255. */
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** Pictures as the model takes them. */
export interface Pictures {
  /** Rows of 784, 0 … 1. */
  readonly images: Float32Array<ArrayBuffer>;
  readonly labels: Int32Array<ArrayBuffer>;
}

/** Each may count more or less than others. */
export interface WeightedPictures extends Pictures {
  /** One for each picture. Left out, all count alike. */
  readonly weights?: Float32Array<ArrayBuffer> | undefined;
}

export const side = 28;
export const pixelsPerPicture = side * side;
export const digits = 10;

/** The file of the page: all labels, then all pixels. */
export function unpackDigits(bytes: Uint8Array): Digits {
  const count = bytes.length / (1 + pixelsPerPicture);
  return { labels: bytes.subarray(0, count), pixels: bytes.subarray(count) };
}

/** Shuffled, and every fifth picture held out, or every so-many-th. */
export function splitDigits(
  { pixels, labels }: Digits,
  every = 5,
): { readonly train: Pictures; readonly held: Pictures } {
  const order = shuffled(labels.length);
  const take = (chosen: readonly number[]): Pictures => {
    const images = new Float32Array(pixelsPerPicture * chosen.length);
    for (const [row, i] of chosen.entries()) {
      for (let k = 0; k < pixelsPerPicture; k++)
        images[pixelsPerPicture * row + k] = (pixels[pixelsPerPicture * i + k] as number) / 255;
    }
    return { images, labels: Int32Array.from(chosen, (i) => labels[i] as number) };
  };
  return {
    train: take(order.filter((_, i) => i % every !== every - 1)),
    held: take(order.filter((_, i) => i % every === every - 1)),
  };
}

/** 0 … count − 1 in an order of chance, the same on every visit (R. Durstenfeld, 1964). */
function shuffled(count: number): number[] {
  const { uniform } = randomFrom(3);
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor((i + 1) * uniform());
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
