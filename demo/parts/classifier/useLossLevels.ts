import { useMemo } from "preact/hooks";

const lines = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** The lines of a logarithmic scale between which all losses lie: the same array as long as they do. */
export function useLossLevels(...curves: readonly ArrayLike<number>[]): readonly number[] {
  const all = curves.flatMap((curve) => Array.from(curve)).filter((loss) => loss > 0);
  const [least, most] = all.length > 0 ? [Math.min(...all), Math.max(...all)] : [0.1, 3];
  const below = Math.max(
    0,
    lines.findLastIndex((line) => line <= least),
  );
  const above = lines.findIndex((line) => line >= most);
  return useMemo(() => lines.slice(below, above < 0 ? lines.length : above + 1), [below, above]);
}
