import type uPlot from "uplot";
import type { Cloud } from "../../model/outliers/cloud.js";
import type { Theme } from "../theme.js";

/** Draws points as dots, outliers as rings, and the chosen one as a larger ring. */
export function drawPoints(plot: uPlot, theme: Theme, { x, y, far }: Cloud, chosen: number): void {
  const { ctx } = plot;
  const dot = (i: number, radius: number) => {
    ctx.beginPath();
    const [across, down] = [plot.valToPos(x[i] ?? 0, "x", true), plot.valToPos(y[i] ?? 0, "y", true)];
    ctx.arc(across, down, radius * devicePixelRatio, 0, 2 * Math.PI);
  };
  ctx.save();
  ctx.fillStyle = theme.muted;
  const size = x.length > 50 ? 2 : 3.5;
  far.forEach((isFar, i) => {
    if (isFar || i === chosen) return;
    dot(i, size);
    ctx.fill();
  });
  ctx.fillStyle = theme.paper;
  ctx.strokeStyle = theme.ink;
  far.forEach((isFar, i) => {
    if (!isFar && i !== chosen) return;
    dot(i, i === chosen ? 7.5 : 4.5);
    ctx.lineWidth = (i === chosen ? 2 : 1.5) * devicePixelRatio;
    ctx.fill();
    ctx.stroke();
  });
  ctx.restore();
}
