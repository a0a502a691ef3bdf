/** How a loss and its slope are drawn as curves of one variable. */
import type uPlot from "uplot";
import { axisOf, levelLine } from "./Plot.js";
import type { Theme } from "./theme.js";

/** What has no place in a plot leaves a gap. */
export const finite = (numbers: ArrayLike<number>) =>
  Array.from(numbers, (value) => (Number.isFinite(value) ? value : null));

/** The value below which this share of all finite values lies. */
export function quantilesOf(...lists: readonly ArrayLike<number>[]): (share: number) => number {
  const sorted = lists.flatMap((list) => Array.from(list).filter(Number.isFinite)).sort((a, b) => a - b);
  return (share) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
}

/** Over an axis of this name, with lines at both zeros; `range` is asked anew at every drawing. */
export function curvePlot(
  axis: string,
  range: () => [number, number],
  series: (theme: Theme) => readonly uPlot.Series[],
) {
  return (theme: Theme): Omit<uPlot.Options, "width" | "height"> => ({
    scales: { x: { time: false }, y: { range } },
    legend: { show: false },
    cursor: { show: false },
    axes: [axisOf(theme, axis, { labelSize: 24 }), axisOf(theme, "", { labelSize: 0, size: 44 })],
    series: [{}, ...series(theme)],
    hooks: {
      drawAxes: [
        (plot) => {
          levelLine(plot, "y", 0, theme.muted);
          if ((plot.scales.x?.min ?? 0) < 0) levelLine(plot, "x", 0, theme.rule);
        },
      ],
    },
  });
}
