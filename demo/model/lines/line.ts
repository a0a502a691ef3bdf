/** A straight line: slope · x + intercept. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/** The flat line from which every fit begins. */
export const flat: Line = { slope: 0, intercept: 0 };

export const heightAt = ({ slope, intercept }: Line, x: number): number => slope * x + intercept;

/** How far one line is from another, at most, between two places. */
export function distanceBetween(
  one: Line,
  other: Line,
  [low, high]: readonly [low: number, high: number],
): number {
  const apart = (x: number) => Math.abs(heightAt(one, x) - heightAt(other, x));
  return Math.max(apart(low), apart(high));
}
