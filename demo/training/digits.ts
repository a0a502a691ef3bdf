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

export const side = 28;
export const pixelsPerPicture = side * side;
export const digits = 10;

/** The file of the page: all labels, then all pixels. */
export function unpackDigits(bytes: Uint8Array): Digits {
  const count = bytes.length / (1 + pixelsPerPicture);
  return { labels: bytes.subarray(0, count), pixels: bytes.subarray(count) };
}

/** Every fifth picture is held out. */
export function splitDigits({ pixels, labels }: Digits): {
  readonly train: Pictures;
  readonly held: Pictures;
} {
  const all = Array.from(labels, (_, i) => i);
  const take = (chosen: readonly number[]): Pictures => {
    const images = new Float32Array(pixelsPerPicture * chosen.length);
    for (const [row, i] of chosen.entries()) {
      for (let k = 0; k < pixelsPerPicture; k++)
        images[pixelsPerPicture * row + k] = (pixels[pixelsPerPicture * i + k] as number) / 255;
    }
    return { images, labels: Int32Array.from(chosen, (i) => labels[i] as number) };
  };
  return {
    train: take(all.filter((i) => i % 5 !== 4)),
    held: take(all.filter((i) => i % 5 === 4)),
  };
}
