import type { Points } from "../../training/data.js";

/** What a key does to the chosen point: moves it by shares of the axes, or chooses another. */
export type KeyDeed = { readonly by: readonly [x: number, y: number] } | { readonly choose: number };

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

/** Arrows move by a hundredth of the axis, with Shift by a tenth; the other keys choose from left to right. */
export function afterKey(
  { key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">,
  { x, y }: Points,
  chosen: number,
  isMovable: (index: number) => boolean,
): KeyDeed | undefined {
  const step = shiftKey ? 0.1 : 0.01;
  const move = moves[key];
  if (move) return { by: [step * move[0], step * move[1]] };
  const order = Array.from(x.keys())
    .filter(isMovable)
    .sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0) || (y[a] ?? 0) - (y[b] ?? 0));
  const [at, last] = [order.indexOf(chosen), order.length - 1];
  const places: Readonly<Record<string, number>> = {
    PageUp: Math.max(0, at - 1),
    PageDown: Math.min(last, at + 1),
    Home: 0,
    End: last,
  };
  const choose = order[places[key] ?? -1];
  return choose === undefined ? undefined : { choose };
}
