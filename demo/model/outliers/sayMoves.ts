/** How far a loss's line is from where it would be without the outliers. */
export interface Move {
  readonly name: string;
  readonly moved: number;
}

/** What is seen: which line has followed the outliers farthest, and which least. */
export function sayMoves(moves: readonly Move[], show: (moved: number) => string): string {
  const [most, ...others] = moves.toSorted((one, other) => other.moved - one.moved);
  const least = others.at(-1);
  if (!most || !least) return "";
  const [told, none] = [show(most.moved), show(0)];
  if (told === none) return "No line has moved: nothing pulls at them.";
  const little = show(least.moved) === none ? "not at all" : `least, by ${show(least.moved)}`;
  return `The line of ${most.name} has moved most, by up to ${told}; that of ${least.name} ${little}.`;
}
