import type uPlot from "uplot";
import { words } from "../Plot.js";
import { colourOf, type Theme } from "../theme.js";

/** The names at the right ends of the lines, the first curves of the plot, pushed apart where the lines meet. */
export function nameLines(plot: uPlot, theme: Theme, names: readonly string[]): void {
  const line = 15 * devicePixelRatio;
  const { left, width, top, height } = plot.bbox;
  const labels = names
    .map((name, i) => ({ name, y: plot.valToPos(Number(plot.data[i + 1]?.at(-1) ?? 0), "y", true) }))
    .sort((a, b) => a.y - b.y);
  let lowest = top;
  for (const label of labels) {
    label.y = Math.max(label.y, lowest);
    lowest = label.y + line;
  }
  // And back up, where they would leave the plot at its foot.
  let highest = top + height;
  for (const label of labels.toReversed()) {
    label.y = Math.min(label.y, highest);
    highest = label.y - line;
  }
  for (const { name, y } of labels) {
    const place = { x: left + width + 8 * devicePixelRatio, y: y + 4 * devicePixelRatio };
    words(plot, name, { ...place, colour: colourOf(theme, name) });
  }
}
