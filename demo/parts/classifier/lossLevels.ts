const steps = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** The lines of a logarithmic scale between which all losses lie. */
export function lossLevels(...curves: readonly ArrayLike<number>[]): readonly number[] {
  const all = curves.flatMap((curve) => Array.from(curve)).filter((loss) => loss > 0);
  const [least, most] = all.length > 0 ? [Math.min(...all), Math.max(...all)] : [0.1, 3];
  const below = steps.findLastIndex((step) => step <= least);
  const above = steps.findIndex((step) => step >= most);
  return steps.slice(Math.max(0, below), above < 0 ? steps.length : above + 1);
}
