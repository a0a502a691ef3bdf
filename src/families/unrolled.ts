/** A line for each of so many turns: loops that are written out, so that what they hold stays in registers. */
export const lines = (count: number, turn: (k: number) => string): string =>
  Array.from({ length: count }, (_, k) => `  ${turn(k)}`).join("\n");

/** The same between commas, where values are made of them. */
export const list = (count: number, item: (k: number) => string): string =>
  Array.from({ length: count }, (_, k) => item(k)).join(", ");
