export type Colour = readonly [red: number, green: number, blue: number];

/** `#b93a22` as its three parts. */
export function partsOf(colour: string): Colour {
  const number = Number.parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}
