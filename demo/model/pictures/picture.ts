/** A square picture as losses take it: [3, side, side], red, green and blue one after the other, 0 … 1. */
export interface Picture {
  readonly pixels: Float32Array<ArrayBuffer>;
}

/** How wide and high every picture of this page is. */
export const side = 96;
export const shape = [1, 3, side, side] as const;
/** Pixels of one colour. */
export const plane = side * side;

export type Colour = readonly [red: number, green: number, blue: number];

/** Rays of 4 × 4 to a pixel make an edge soft. */
const fineness = 4;

/** Draws what each place of the square 0 … 1 (x to the right, y down) has as its colour. */
export function paint(colourAt: (x: number, y: number) => Colour): Picture {
  const pixels = new Float32Array(3 * plane);
  const share = 1 / fineness ** 2;
  for (let pixel = 0; pixel < plane; pixel++) {
    for (let ray = 0; ray < fineness ** 2; ray++) {
      const x = ((pixel % side) + ((ray % fineness) + 0.5) / fineness) / side;
      const y = (Math.floor(pixel / side) + (Math.floor(ray / fineness) + 0.5) / fineness) / side;
      for (const [channel, light] of colourAt(x, y).entries()) {
        const at = channel * plane + pixel;
        pixels[at] = (pixels[at] as number) + share * Math.min(1, Math.max(0, light));
      }
    }
  }
  return { pixels };
}

/** From one colour to another. */
export function blend(from: Colour, to: Colour, share: number): Colour {
  const [red, green, blue] = from.map((one, i) => one + share * ((to[i] as number) - one));
  return [red, green, blue] as Colour;
}

/** As a canvas takes it. */
export function toBytes(pixels: Float32Array): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(4 * plane).fill(255);
  for (let pixel = 0; pixel < plane; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      bytes[4 * pixel + channel] = 255 * (pixels[channel * plane + pixel] as number);
  }
  return bytes;
}

/** As a canvas gives it. */
export function fromBytes(bytes: Uint8ClampedArray): Picture {
  const pixels = new Float32Array(3 * plane);
  for (let pixel = 0; pixel < plane; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      pixels[channel * plane + pixel] = (bytes[4 * pixel + channel] as number) / 255;
  }
  return { pixels };
}
